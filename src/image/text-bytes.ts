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

function isUtf8(bytes: string): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(bytes.replace(CUT_LETTER, ""), "latin1"));
    return true;
  } catch {
    return false;
  }
}
