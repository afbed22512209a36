/** Shown in place of a character that may not stand in a caption. */
const REPLACEMENT = "\ufffd";

/** Behind the name on a picture that came from the cache; the original wrote the same. */
export const CACHE_MARK = "##CACHE##";
/** Behind the name on a picture that is shown although its server could not confirm it. */
export const STALE_MARK = "##STALE##";

/** In characters. */
const MAX_LINE_LENGTH = 300;
/** A composed letter may come as several characters. */
const MAX_READ = 8 * MAX_LINE_LENGTH;

/**
 * Text from a record as plain characters of one line. What could turn, hide or break the line (control characters,
 * direction marks, zero-width and combining marks piled up) is replaced where it is seen, never dropped unseen.
 */
export function plainText(text: string): string {
  if (text.length <= MAX_READ && /^[!-~]*(?: [!-~]+)* ?$/.test(text)) return text;
  return text
    .slice(0, MAX_READ)
    .normalize("NFC")
    .replace(/[\t\r\n\p{Z}]+/gu, " ")
    .replace(/\p{C}|\p{M}/gu, REPLACEMENT);
}

/** A name from a record as a caption or a line of an error picture shows it: plain, trimmed and of bounded length. */
export function plainLine(text: string): string {
  return firstCharacters(plainText(text).trim(), MAX_LINE_LENGTH);
}

/** The beginning of a text; no character is cut in two. */
function firstCharacters(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join("");
}

/** A text of this length at the most, in characters: what stands in its middle becomes "…", for ends tell names apart. */
export function withoutMiddle(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...text];
  if (characters.length <= length) return text;
  const tail = Math.floor((length - 1) / 2);
  return `${characters.slice(0, length - 1 - tail).join("")}…${characters.slice(characters.length - tail).join("")}`;
}
