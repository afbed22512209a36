import type { ImageError, ImageErrorCode } from "../contract.ts";

/** What a user or an admin can do about each error: the last line of an error picture. */
const ADVICE: Readonly<Record<ImageErrorCode, string>> = {
  "not-found": "Check the name in the record, and whether the file is on the image server.",
  forbidden: "Ask the admin of the image server to let this search head read the file.",
  unauthorized: "An admin can set auth in the [server:*] stanza and store the secret under the realm getimage.",
  "http-error": "Open the address in a browser, or ask the admin of the image server.",
  "connect-failed": "Check that the image server runs and that the search head can reach it.",
  "dns-failed": "Check the host name in the search and the name servers of the search head.",
  "tls-failed": "An admin can have the certificate renewed, or name its authority in ca_file of the [server:*] stanza.",
  timeout: "Search again with a longer timeout=, or check what the image server is busy with.",
  "too-slow": "An admin can raise total_timeout or lower min_rate in [fetch] of getimage.conf.",
  "too-large": "If the picture can be trusted, an admin can raise max_bytes in [fetch] of getimage.conf.",
  "too-many-pixels": "If the picture can be trusted, an admin can raise max_pixels in [image] of getimage.conf.",
  "too-many-pages":
    "Ask for one page with page=1, or for an overview with page=sheet; an admin can raise [image] max_pages.",
  truncated: "Fetch the file by hand: it is likely damaged on the image server. refresh=true fetches it anew.",
  "not-an-image": "Open the address in a browser: it may lead to a login page or to another kind of file.",
  unsupported: "Convert the file on the image server to TIFF, PNG or JPEG.",
  "no-such-page": "Ask for a page that the picture has: page=1 is the first, page=all shows each.",
  corrupt: "Fetch the file by hand: it is likely damaged on the image server. refresh=true fetches it anew.",
  "decode-timeout": "If the picture can be trusted, an admin can raise decode_timeout in [image] of getimage.conf.",
  "decode-memory": "If the picture can be trusted, an admin can raise decoder_memory in [image] of getimage.conf.",
  "decoder-crashed": "Report the file to the makers of this app; other pictures are not affected.",
  "decoder-unavailable": "An admin can install the app anew: its decoder does not start on this search head.",
  "bad-name": "Correct the value in the record: a file name or a relative path is needed.",
  "host-refused": "An admin can allow the address in a [server:*] stanza of local/getimage.conf.",
  "redirect-refused": "An admin can allow the target of the redirect in a [server:*] stanza, or mend the image server.",
  "breaker-open": "Check that the image server runs; it is asked again by itself within a minute.",
  "cache-error":
    "An admin can check disk space and permissions of the folder that [cache] folder of getimage.conf names.",
  cancelled: "Run the search again and let it finish.",
};

/** One short sentence that tells what to do. */
export function adviceFor({ code, httpStatus, limit, pages }: ImageError): string {
  // timeout= bounds the connection and the wait for the answer, not a pause within the picture.
  if (limit !== undefined)
    return `An admin can raise ${limit} in [fetch] or the server's stanza, or check why the server pauses.`;
  if (code === "no-such-page" && pages !== undefined) return adviceForPages(pages);
  return (code === "http-error" && httpStatus !== undefined && adviceForStatus(httpStatus)) || ADVICE[code];
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
