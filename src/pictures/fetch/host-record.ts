import type { HostRecord } from "../contract.ts";

const LONGEST_OPEN_MS = 60_000;
const CLOCK_TOLERANCE_MS = 1_000;
const OLDEST_RECORD_MS = 3_600_000;
const MAX_CAUSE = 200;

export type OneFailure = {
  readonly cause: string;
  readonly at: number;
  /** Failures in a row that open it. */
  readonly limit: number;
  /** Whether too many of the last requests failed, in a row or not. */
  readonly isFailing: boolean;
};

/** The record after another failure. */
export function afterFailure(
  origin: string,
  record: HostRecord | undefined,
  { cause, at, limit, isFailing }: OneFailure,
): HostRecord {
  const before = record ?? { failures: 0, step: 0, cause };
  const failures = before.failures + 1;
  const opens = before.step > 0 || failures >= limit || isFailing;
  const step = opens ? before.step + 1 : 0;
  const openUntil = opens ? at + ([10_000, 20_000][step - 1] ?? LONGEST_OPEN_MS) : 0;
  const reported = before.step > 0 ? cause : before.cause;
  return { origin, failures, openUntil, step, cause: reported.slice(0, MAX_CAUSE), at };
}

/** A clock that was set back must not keep a server out for long; and what is old says nothing of today. */
export function isUsable({ openUntil, at }: HostRecord, now: number): boolean {
  return Math.max(at, openUntil) <= now + LONGEST_OPEN_MS + CLOCK_TOLERANCE_MS && now - at <= OLDEST_RECORD_MS;
}
