import type { ImageError } from "../contract.ts";
import { ERROR_CODES } from "./error-codes.ts";

/** One short sentence that says what to do about an error. */
export function adviceFor({ code, httpStatus, limit, pages }: ImageError): string {
  // timeout= bounds the connection and the wait for the answer, not a pause within the picture.
  if (limit !== undefined)
    return `An admin can raise ${limit} in [fetch] or the server's stanza, or check why the server pauses.`;
  if (code === "no-such-page" && pages !== undefined) return adviceForPages(pages);
  return (code === "http-error" && httpStatus !== undefined && adviceForStatus(httpStatus)) || ERROR_CODES[code].advice;
}

function adviceForPages(pages: number): string {
  if (pages === 1) return "Ask for page=1: the picture has no other page.";
  return `Ask for page=1 to page=${pages}, or for all of them by page=all.`;
}

function adviceForStatus(status: number): string | undefined {
  if (status === 407) return "The image server stands behind an HTTP proxy: name an address that needs none.";
  if (status === 408 || status === 429)
    return "The image server is busy: lower concurrency= of the search, or try again later.";
  if (status >= 502 && status <= 504)
    return "The server behind the image server's gateway does not answer: try again later.";
  if (status >= 500) return "The image server failed: its log tells why. Try again later.";
  return undefined;
}
