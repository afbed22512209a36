import { pssOf, secondsOf, ticksOf, treeOf } from "./process-tree.ts";

const LOOK_MS = 100;

/** A moment in the life of some processes. */
export type Look = { readonly at: number; readonly bytes: ReadonlyMap<number, number> };

/**
 * Processor time and memory of processes and their descendants. The kernel adds up what ended and was waited for, to the
 * tick; a child that outlives its parent is missing there, but not in what was last seen of it while it ran. Either
 * can only miss something, so the larger of the two counts.
 */
export class Meter {
  readonly #roots: number[] = [];
  readonly #reapedBefore = ticksOf("self")?.reaped ?? 0;
  readonly #seen = new Map<number, number>();
  readonly #onLook: (look: Look) => void;
  #timer: NodeJS.Timeout | undefined;
  #peak = 0;

  constructor(onLook: (look: Look) => void = () => {}) {
    this.#onLook = onLook;
  }

  watch(pid: number | undefined): void {
    if (pid === undefined) return;
    this.#roots.push(pid);
    this.#timer ??= setInterval(() => this.look(), LOOK_MS);
  }

  /** Looks now: worth it when work is done and nothing has ended yet. */
  look(): void {
    const bytes = new Map<number, number>();
    for (const pid of this.#roots.flatMap(treeOf)) {
      const ticks = ticksOf(pid);
      if (ticks) this.#seen.set(pid, ticks.own);
      bytes.set(pid, pssOf(pid));
    }
    const sum = [...bytes.values()].reduce((total, each) => total + each, 0);
    this.#peak = Math.max(this.#peak, sum);
    this.#onLook({ at: performance.now(), bytes });
  }

  /** To be called when all processes have ended. */
  stop(): { readonly cpuSeconds: number; readonly peakBytes: number } {
    clearInterval(this.#timer);
    const reaped = (ticksOf("self")?.reaped ?? 0) - this.#reapedBefore;
    const seen = [...this.#seen.values()].reduce((sum, ticks) => sum + ticks, 0);
    return { cpuSeconds: secondsOf(Math.max(reaped, seen)), peakBytes: this.#peak };
  }
}
