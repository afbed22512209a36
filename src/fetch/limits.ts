/** Bounds of one download. Times in seconds. */
export type FetchLimits = {
  readonly connectTimeout: number;
  readonly firstByteTimeout: number;
  readonly idleTimeout: number;
  readonly totalTimeout: number;
  /** Bytes a second below which a body is given up, and the time over which that is measured. */
  readonly minRate: number;
  readonly minRateWindow: number;
  /** Decoded bytes of a body. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  readonly retries: number;
};
