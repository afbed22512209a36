import type { ImageError, ImageErrorCode } from "../contract.ts";
import { errorCode, errorText } from "../lib/error-text.ts";

/** Carries a finished verdict through layers that only know exceptions, such as a socket's DNS lookup. */
export class FetchRefused extends Error {
  override readonly name = "FetchRefused";
  readonly error: ImageError;

  constructor(error: ImageError) {
    super(error.text);
    this.error = error;
  }
}

/** System error code -> our code, and the words that wget has for it. */
const CAUSES: Readonly<Record<string, readonly [ImageErrorCode, string]>> = {
  ECONNREFUSED: ["connect-failed", "Connection refused."],
  ECONNRESET: ["connect-failed", "Connection reset by peer."],
  EPIPE: ["connect-failed", "Connection closed by peer."],
  EHOSTUNREACH: ["connect-failed", "No route to host."],
  EHOSTDOWN: ["connect-failed", "Host is down."],
  ENETUNREACH: ["connect-failed", "Network is unreachable."],
  EADDRNOTAVAIL: ["connect-failed", "Cannot assign requested address."],
  EACCES: ["connect-failed", "Permission denied."],
  EMFILE: ["connect-failed", "Too many open files on the search head."],
  ETIMEDOUT: ["timeout", "Connection timed out."],
  ENOTFOUND: ["dns-failed", "Name or service not known."],
  EAI_AGAIN: ["dns-failed", "Temporary failure in name resolution."],
  EPROTO: ["tls-failed", "Unable to establish SSL connection."],
};

const TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH|INVALID_CA)/;

/** What an error before the head of the answer means. */
export function connectionFailure(thrown: unknown, host: string): ImageError {
  for (const cause of causesOf(thrown)) {
    if (cause instanceof FetchRefused) return cause.error;
    const system = errorCode(cause) ?? "";
    if (TLS.test(system))
      return { code: "tls-failed", text: `TLS with ${host} failed: ${errorText(cause)} (${system})` };
    if (system.startsWith("HPE_")) return { code: "http-error", text: `${host} does not answer in HTTP (${system})` };
    const known = CAUSES[system];
    if (known) return { code: known[0], text: `${host}: ${known[1]}`, brief: known[1] };
  }
  return { code: "connect-failed", text: `${host}: ${errorText(thrown)}` };
}

/** What an error inside the body means. */
export function bodyFailure(thrown: unknown, received: number, expected: number | undefined): ImageError {
  for (const cause of causesOf(thrown)) {
    if (cause instanceof FetchRefused) return cause.error;
    const system = errorCode(cause) ?? "";
    if (/^Z_(?!BUF_ERROR)|^ERR_.*BROTLI/.test(system)) {
      return { code: "corrupt", text: `the compressed answer is damaged (${system}) after ${received} bytes` };
    }
    if (/^E(NOSPC|DQUOT|ROFS|IO|ACCES|PERM|EXIST|NOENT|MFILE)$/.test(system)) {
      return { code: "cache-error", text: `the picture could not be written to the cache: ${errorText(cause)}` };
    }
  }
  const wanted = expected === undefined ? "the whole picture" : `${expected} bytes`;
  return { code: "truncated", text: `expected ${wanted}, received ${received} bytes before the connection ended` };
}

/** What a status other than 200 means. */
export function statusFailure(status: number, httpReason: string, host: string): ImageError {
  const codes: Readonly<Record<number, ImageErrorCode>> = {
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    410: "not-found",
  };
  const advice: Readonly<Record<number, string>> = {
    401: "; it wants a user name and password",
    403: "; its file permissions or access rules keep the picture back",
    404: "; no picture of this name is there",
  };
  const text = `expected 200 from ${host}, received ${status} ${httpReason}${advice[status] ?? ""}`;
  return { code: codes[status] ?? "http-error", text, httpStatus: status, httpReason };
}

/** Whether a connection that an earlier request had left open was closed under this one. */
export function isReset(thrown: unknown): boolean {
  return [...causesOf(thrown)].some((cause) => /^(ECONNRESET|EPIPE)$/.test(errorCode(cause) ?? ""));
}

function* causesOf(thrown: unknown): Generator<unknown> {
  const seen = new Set<unknown>();
  for (
    let cause = thrown;
    cause !== undefined && !seen.has(cause);
    cause = cause instanceof Error ? cause.cause : undefined
  ) {
    seen.add(cause);
    yield cause;
    // One name with several addresses fails with all their errors at once.
    if (cause instanceof AggregateError) yield* cause.errors;
  }
}
