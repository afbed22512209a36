import type { ImageErrorCode } from "../contract.ts";

/** All that hangs on an error code. A code without its row does not compile. */
export type ErrorFacts = {
  /** What a user or an admin can do: the last line of an error picture. One sentence. */
  readonly advice: string;
  /** HTTP status under which the endpoint sends its error picture: as a gateway reports what it met. */
  readonly status: number;
  /** Which setting says for how long a later search remembers it: `[cache] keep_<...>`. */
  readonly remembered: "missing" | "forbidden" | "bad" | "failing" | "never";
  /** Whether no server answered: then `link` holds a text, as the dashboards of 2016 expect. */
  readonly isConnectionFailure: boolean;
  /** The word in `rc_wget` where a server answered with a status of its own; without an answer it is `failed`. */
  readonly wgetWord: "ERROR" | "failed";
  /** Whether a picture past its time is still shown: not where the error says that it is gone, or not for us. */
  readonly mayShowStale: boolean;
};

const PICTURE_IS_BAD = { isConnectionFailure: false, wgetWord: "failed", mayShowStale: true } as const;
const SERVER_IS_SILENT = { isConnectionFailure: true, wgetWord: "failed", mayShowStale: true } as const;
const SERVER_REFUSES = { isConnectionFailure: false, wgetWord: "ERROR", mayShowStale: false } as const;

export const ERROR_CODES: Readonly<Record<ImageErrorCode, ErrorFacts>> = {
  "not-found": {
    ...SERVER_REFUSES,
    advice: "Check the name in the record, and whether the file is on the image server.",
    status: 404,
    remembered: "missing",
  },
  forbidden: {
    ...SERVER_REFUSES,
    advice: "Ask the admin of the image server to let this search head read the file.",
    status: 403,
    remembered: "forbidden",
  },
  unauthorized: {
    ...SERVER_REFUSES,
    advice: "An admin can set auth in the [server:*] stanza and store the secret under the realm getimage.",
    status: 403,
    remembered: "forbidden",
  },
  "http-error": {
    isConnectionFailure: false,
    wgetWord: "ERROR",
    mayShowStale: true,
    advice: "Open the address in a browser, or ask the admin of the image server.",
    status: 502,
    remembered: "failing",
  },
  "connect-failed": {
    ...SERVER_IS_SILENT,
    advice: "Check that the image server runs and that the search head can reach it.",
    status: 502,
    remembered: "failing",
  },
  "dns-failed": {
    ...SERVER_IS_SILENT,
    advice: "Check the host name in the search and the name servers of the search head.",
    status: 502,
    remembered: "failing",
  },
  "tls-failed": {
    ...SERVER_IS_SILENT,
    advice: "An admin can have the certificate renewed, or name its authority in ca_file of the [server:*] stanza.",
    status: 502,
    remembered: "failing",
  },
  timeout: {
    ...SERVER_IS_SILENT,
    advice: "Search again with a longer timeout=, or check what the image server is busy with.",
    status: 504,
    remembered: "failing",
  },
  "too-slow": {
    ...SERVER_IS_SILENT,
    advice: "An admin can raise total_timeout or lower min_rate in [fetch] of getimage.conf.",
    status: 504,
    remembered: "failing",
  },
  "too-large": {
    ...PICTURE_IS_BAD,
    advice: "If the picture can be trusted, an admin can raise max_bytes in [fetch] of getimage.conf.",
    status: 502,
    // Depends on a limit that an admin may just have raised.
    remembered: "failing",
  },
  "too-many-pixels": {
    ...PICTURE_IS_BAD,
    advice: "If the picture can be trusted, an admin can raise max_pixels in [image] of getimage.conf.",
    status: 422,
    // Depends on a limit that an admin may just have raised.
    remembered: "failing",
  },
  "too-many-pages": {
    ...PICTURE_IS_BAD,
    advice: "Ask for one page with page=1, or for an overview with page=sheet; an admin can raise [image] max_pages.",
    status: 422,
    remembered: "bad",
  },
  truncated: {
    ...PICTURE_IS_BAD,
    advice: "Fetch the file by hand: it is likely damaged on the image server. refresh=true fetches it anew.",
    status: 502,
    remembered: "bad",
  },
  "not-an-image": {
    ...PICTURE_IS_BAD,
    advice: "Open the address in a browser: it may lead to a login page or to another kind of file.",
    status: 415,
    remembered: "bad",
  },
  unsupported: {
    ...PICTURE_IS_BAD,
    advice: "Convert the file on the image server to TIFF, PNG or JPEG.",
    status: 415,
    remembered: "bad",
  },
  "no-such-page": {
    ...PICTURE_IS_BAD,
    mayShowStale: false,
    advice: "Ask for a page that the picture has: page=1 is the first, page=all shows each.",
    status: 404,
    remembered: "bad",
  },
  corrupt: {
    ...PICTURE_IS_BAD,
    advice: "Fetch the file by hand: it is likely damaged on the image server. refresh=true fetches it anew.",
    status: 422,
    remembered: "bad",
  },
  "decode-timeout": {
    ...PICTURE_IS_BAD,
    advice: "If the picture can be trusted, an admin can raise decode_timeout in [image] of getimage.conf.",
    status: 422,
    remembered: "bad",
  },
  "decode-memory": {
    ...PICTURE_IS_BAD,
    advice: "If the picture can be trusted, an admin can raise decoder_memory in [image] of getimage.conf.",
    status: 422,
    remembered: "bad",
  },
  "decoder-crashed": {
    ...PICTURE_IS_BAD,
    advice: "Report the file to the makers of this app; other pictures are not affected.",
    status: 422,
    remembered: "bad",
  },
  // From here on nothing is remembered: an admin who allows an address wants it at once, and the others say nothing about
  // a picture.
  "decoder-unavailable": {
    ...PICTURE_IS_BAD,
    advice: "An admin can install the app anew: its decoder does not start on this search head.",
    status: 500,
    remembered: "never",
  },
  "bad-name": {
    ...PICTURE_IS_BAD,
    mayShowStale: false,
    advice: "Correct the value in the record: a file name or a relative path is needed.",
    status: 400,
    remembered: "never",
  },
  "host-refused": {
    ...SERVER_IS_SILENT,
    mayShowStale: false,
    advice: "An admin can allow the address in a [server:*] stanza of local/getimage.conf.",
    status: 403,
    remembered: "never",
  },
  "redirect-refused": {
    ...PICTURE_IS_BAD,
    mayShowStale: false,
    advice: "An admin can allow the target of the redirect in a [server:*] stanza, or mend the image server.",
    status: 502,
    remembered: "never",
  },
  "breaker-open": {
    ...SERVER_IS_SILENT,
    advice: "Check that the image server runs; it is asked again by itself within a minute.",
    status: 503,
    remembered: "never",
  },
  "cache-error": {
    ...PICTURE_IS_BAD,
    advice: "An admin can check disk space and permissions of the folder that [cache] folder of getimage.conf names.",
    status: 500,
    remembered: "never",
  },
  cancelled: {
    ...PICTURE_IS_BAD,
    mayShowStale: false,
    advice: "Run the search again and let it finish.",
    status: 503,
    remembered: "never",
  },
};
