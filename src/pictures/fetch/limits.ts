import type { ImageServer } from "./server.ts";

/** Bounds of one download. Times in seconds. */
export type FetchLimits = {
  readonly connectTimeout: number;
  readonly firstByteTimeout: number;
  readonly idleTimeout: number;
  /** For one row: all its servers, tries and redirects together. */
  readonly totalTimeout: number;
  /** Bytes a second below which a body is given up, and the time over which that is measured. */
  readonly minRate: number;
  readonly minRateWindow: number;
  /** Decoded bytes of a body. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  readonly retries: number;
};

/** The four clocks of a stanza; those that are absent come from `[fetch]`. */
type ServerTimes = Pick<ImageServer, "connectTimeout" | "firstByteTimeout" | "idleTimeout" | "totalTimeout">;

/**
 * Whose limits count with a server: the search's own time-out, then the stanza, then `[fetch]`.
 * @param searchTimeout seconds for the connection, and again for the head of the answer
 */
export function limitsFor(
  fetchDefaults: FetchLimits,
  server: ServerTimes | undefined,
  searchTimeout?: number,
): FetchLimits {
  const idleTimeout = server?.idleTimeout ?? fetchDefaults.idleTimeout;
  const totalTimeout = server?.totalTimeout ?? fetchDefaults.totalTimeout;
  return {
    ...fetchDefaults,
    connectTimeout: searchTimeout ?? server?.connectTimeout ?? fetchDefaults.connectTimeout,
    firstByteTimeout: searchTimeout ?? server?.firstByteTimeout ?? fetchDefaults.firstByteTimeout,
    idleTimeout,
    // Who gives a picture more time to begin means it to arrive as well.
    totalTimeout: searchTimeout === undefined ? totalTimeout : Math.max(totalTimeout, 2 * searchTimeout + idleTimeout),
  };
}
