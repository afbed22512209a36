/** No text holds these; of tab, line and page breaks it does. */
const CONTROL = /[\0-\x08\x0b\x0e-\x1f\x7f]/;
/** The first bytes may end inside a letter of up to four. */
const CUT_LETTER = /[\xc0-\xff][\x80-\xbf]{0,2}$/;

/** Whether the first bytes of a file, read as Latin-1, are those of a text: in UTF-8, or in another code and mostly ASCII. */
export function isText(bytes: string): boolean {
  if (CONTROL.test(bytes)) return false;
  const letters = bytes.replace(/[^\x80-\xff]+/g, "").length;
  return letters * 2 <= bytes.length || isUtf8(bytes);
}

/** The first bytes of a file as text, without the mark at its start; undefined where they are none. */
export function textOf(bytes: string): string | undefined {
  return isText(bytes) ? (utf8Of(bytes) ?? bytes) : undefined;
}

function isUtf8(bytes: string): boolean {
  return utf8Of(bytes) !== undefined;
}

function utf8Of(bytes: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(bytes.replace(CUT_LETTER, ""), "latin1"));
  } catch {
    return undefined;
  }
}
