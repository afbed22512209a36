import { readFileSync } from "node:fs";

const INTERVAL_MS = 100;

/** Memory that a process holds, swapped out or not, in bytes; undefined where the system does not report it. */
function memoryOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "latin1");
    const held = [...status.matchAll(/^Vm(?:RSS|Swap):\s+(\d+) kB$/gm)];
    return held.length === 0 ? undefined : held.reduce((sum, [, kilobytes]) => sum + Number(kilobytes) * 1024, 0);
  } catch {
    return undefined;
  }
}

/** Reports ten times a second how much memory a process holds, from `start` to `stop`. */
export class MemoryWatch {
  readonly #report: (bytes: number) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(report: (bytes: number) => void) {
    this.#report = report;
  }

  /** Does nothing where it is on already. */
  start(pid: number | undefined): void {
    if (pid === undefined) return;
    this.#timer ??= setInterval(() => this.#look(pid), INTERVAL_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(pid: number): void {
    const bytes = memoryOf(pid);
    if (bytes !== undefined) this.#report(bytes);
  }
}
