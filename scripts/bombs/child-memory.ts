import { globSync, readFileSync, writeFileSync } from "node:fs";

const LOOK_MS = 50;

/**
 * The most memory that a child of this process has held, in bytes, as the kernel counts it (Linux). A child's own peak
 * is read now and then while it lives, so that nothing short is missed but what comes right before its death.
 */
export class ChildMemory {
  readonly #timer = setInterval(() => this.#look(), LOOK_MS);
  #peak = 0;

  constructor() {
    this.#timer.unref();
  }

  /** Since the last `restart`. */
  get peak(): number {
    this.#look();
    return this.#peak;
  }

  /** Forgets what was before; what a child holds now still counts. */
  restart(): void {
    for (const child of children()) {
      try {
        writeFileSync(`/proc/${child}/clear_refs`, "5");
      } catch {
        // It has ended, or the system has no such thing: then its peak is that of its life.
      }
    }
    this.#peak = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const child of children()) {
      const [, kilobytes = "0"] = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${child}/status`)) ?? [];
      this.#peak = Math.max(this.#peak, Number(kilobytes) * 1_024);
    }
  }
}

function children(): string[] {
  return globSync(`/proc/${process.pid}/task/*/children`).flatMap((file) =>
    read(file)
      .split(" ")
      .filter((pid) => pid !== ""),
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
