import { errorCode, errorText } from "../../base/error-text.ts";
import type { ImageError, ImageErrorCode } from "../contract.ts";

/** Carries a finished verdict through layers that only know exceptions, such as a socket's DNS lookup. */
export class FetchRefused extends Error {
  override readonly name = "FetchRefused";
  readonly error: ImageError;

  constructor(error: ImageError) {
    super(error.text);
    this.error = error;
  }
}

/** What a request says of its server: it answers, it costs time for nothing, or neither. */
export type Reach = "reached" | "down" | "unknown";
/** Why a request gave no picture. */
export type Failed = { readonly error: ImageError; readonly reach: Reach };

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

/** Faults of the search head itself, for which no server is to blame. */
const LOCAL = /^(E[MN]FILE|EADDRNOTAVAIL|ENOBUFS|ENOMEM|EACCES|EPERM)$/;
const CERTIFICATE = /^(ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH|INVALID_CA)/;
const UNTRUSTED = /^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET))/;

/**
 * What an error before the head of the answer means.
 * @param label of the server's stanza
 */
export function connectionFailure(thrown: unknown, host: string, label: string): Failed {
  for (const cause of causesOf(thrown)) {
    if (cause instanceof FetchRefused) return { error: cause.error, reach: "unknown" };
    const system = errorCode(cause) ?? "";
    if (TLS.test(system)) {
      const advice = UNTRUSTED.test(system) ? `; ca_file in [server:${label}] can name its certificate` : "";
      const text = `TLS with ${host} failed: ${errorText(cause)} (${system})${advice}`;
      // A server whose certificate we do not trust answers; the fault may be that of one stanza among several.
      return { error: { code: "tls-failed", text }, reach: CERTIFICATE.test(system) ? "unknown" : "down" };
    }
    if (system.startsWith("HPE_")) {
      return { error: { code: "http-error", text: `${host} does not answer in HTTP (${system})` }, reach: "reached" };
    }
    const known = CAUSES[system];
    if (known) {
      const error: ImageError = { code: known[0], text: `${host}: ${known[1]}`, brief: known[1] };
      return { error, reach: reachOf(system) };
    }
  }
  const system = [...causesOf(thrown)].map(errorCode).find((code) => /^E(?!RR_)/.test(code ?? ""));
  return {
    error: { code: "connect-failed", text: `${host}: ${errorText(thrown)}` },
    reach: system === undefined ? "unknown" : reachOf(system),
  };
}

function reachOf(system: string): Reach {
  return LOCAL.test(system) ? "unknown" : "down";
}

/** What an error inside the body means. */
export function bodyFailure(thrown: unknown, received: number, expected: number | undefined): Failed {
  for (const cause of causesOf(thrown)) {
    if (cause instanceof FetchRefused) return { error: cause.error, reach: "reached" };
    const system = errorCode(cause) ?? "";
    if (/^Z_(?!BUF_ERROR)|^ERR_.*BROTLI/.test(system)) {
      const text = `the compressed answer is damaged (${system}) after ${received} bytes`;
      return { error: { code: "corrupt", text }, reach: "reached" };
    }
    if (/^E(NOSPC|DQUOT|ROFS|IO|ACCES|PERM|EXIST|NOENT|MFILE)$/.test(system)) {
      const text = `the picture could not be written to the cache: ${errorText(cause)}`;
      return { error: { code: "cache-error", text }, reach: "unknown" };
    }
  }
  const wanted = expected === undefined ? "the whole picture" : `${expected} bytes`;
  const text = `expected ${wanted}, received ${received} bytes before the connection ended`;
  return { error: { code: "truncated", text }, reach: "unknown" };
}

/**
 * What a status other than 200 means.
 * @param adviceFor401 what to do about a 401
 */
export function statusFailure(status: number, httpReason: string, host: string, adviceFor401: string): ImageError {
  const codes: Readonly<Record<number, ImageErrorCode>> = {
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    410: "not-found",
  };
  const advice: Readonly<Record<number, string>> = {
    401: `; ${adviceFor401}`,
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
