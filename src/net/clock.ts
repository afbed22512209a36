/** What time-outs and pauses run on. A test has one that stands still until it is moved. */
export type Clock = {
  /** Milliseconds; it only goes forward. */
  readonly now: () => number;
  /** Calls `ring` once, after so many milliseconds. */
  readonly setAlarm: (ms: number, ring: () => void) => Alarm;
};

export type Alarm = {
  /** Gives it all of its time again, from now on, also after it rang. */
  readonly restart: () => void;
  /** It never rings any more. */
  readonly stop: () => void;
};

/** The time of this process. */
export const CLOCK: Clock = {
  now: () => performance.now(),
  setAlarm(ms, ring) {
    const timer = setTimeout(ring, ms);
    return { restart: () => void timer.refresh(), stop: () => clearTimeout(timer) };
  },
};

/** Resolves after so many milliseconds, or as soon as the signal comes. */
export function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      alarm.stop();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const alarm = clock.setAlarm(ms, end);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
