import type { ImageServer } from "./server.ts";

/** Bounds of one download. Times in seconds. */
export type FetchLimits = {
  readonly connectTimeoutSeconds: number;
  readonly firstByteTimeoutSeconds: number;
  readonly idleTimeoutSeconds: number;
  /** For one row: all its servers, tries and redirects together. */
  readonly totalTimeoutSeconds: number;
  /** Bytes a second below which a body is given up, and the time over which that is measured. */
  readonly minRate: number;
  readonly minRateWindowSeconds: number;
  /** Decoded bytes of a body. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  readonly retries: number;
};

/** The four clocks of a stanza; those that are absent come from `[fetch]`. */
type ServerTimes = Pick<
  ImageServer,
  "connectTimeoutSeconds" | "firstByteTimeoutSeconds" | "idleTimeoutSeconds" | "totalTimeoutSeconds"
>;

/**
 * Whose limits count with a server: the search's own time-out, then the stanza, then `[fetch]`.
 * @param searchTimeoutSeconds for the connection, and again for the head of the answer
 */
export function limitsFor(
  fetchDefaults: FetchLimits,
  server: ServerTimes | undefined,
  searchTimeoutSeconds?: number,
): FetchLimits {
  const idleTimeoutSeconds = server?.idleTimeoutSeconds ?? fetchDefaults.idleTimeoutSeconds;
  const totalTimeoutSeconds = server?.totalTimeoutSeconds ?? fetchDefaults.totalTimeoutSeconds;
  return {
    ...fetchDefaults,
    connectTimeoutSeconds: searchTimeoutSeconds ?? server?.connectTimeoutSeconds ?? fetchDefaults.connectTimeoutSeconds,
    firstByteTimeoutSeconds:
      searchTimeoutSeconds ?? server?.firstByteTimeoutSeconds ?? fetchDefaults.firstByteTimeoutSeconds,
    idleTimeoutSeconds,
    // Who gives a picture more time to begin means it to arrive as well.
    totalTimeoutSeconds:
      searchTimeoutSeconds === undefined
        ? totalTimeoutSeconds
        : Math.max(totalTimeoutSeconds, 2 * searchTimeoutSeconds + idleTimeoutSeconds),
  };
}
