import { plainText, withoutMiddle } from "../image/caption.ts";

/** In characters; both together fill the lines of an error picture. */
const MAX_ADDRESS = 120;
const MAX_TEXT = 280;

/**
 * What an error picture says of one address, or of a server that is down. A long address loses its middle, so that what
 * happened is told to its end.
 */
export function errorPictureSentence(address: string | undefined, text: string): string {
  const said = withoutMiddle(plainText(text).trim(), MAX_TEXT);
  return address === undefined ? said : `${withoutMiddle(plainText(address).trim(), MAX_ADDRESS)}: ${said}`;
}
