/** Shown in place of a character that may not stand in a caption. */
export const REPLACEMENT = "\ufffd";

/** Behind the name on a picture that came from the cache; the original wrote the same. */
export const CACHE_MARK = "##CACHE##";
/** Behind the name on a picture that is shown although its server could not confirm it. */
export const STALE_MARK = "##STALE##";

const MAX_CAPTION_LENGTH = 300;

/**
 * A name from a record as one line of plain characters. What could turn, hide or break the line (control characters,
 * direction marks, zero-width and combining marks piled up) is replaced where it is seen, never dropped unseen.
 */
export function plainLine(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\t\r\n ]+/g, " ")
    .replace(/\p{C}|\p{Zl}|\p{Zp}|\p{Mn}|\p{Me}/gu, REPLACEMENT)
    .trim()
    .slice(0, MAX_CAPTION_LENGTH);
}
