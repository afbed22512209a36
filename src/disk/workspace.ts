import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const BEAT_MS = 1_000;

/**
 * One process's folder for files on their way to their places; a rename from there is atomic. It is made when it is first
 * needed. While it is there its time is the heartbeat of the process: others see by it who is alive.
 */
export class Workspace {
  readonly folder: string;
  #heart: NodeJS.Timeout | undefined;

  /** @param temporary holds a folder for each process that is at work; on the same file system as the places */
  constructor(temporary: string) {
    this.folder = join(temporary, randomUUID());
  }

  /** Name for a new file. @throws when the folder cannot be made */
  temporary(): string {
    this.beat();
    return join(this.folder, randomUUID());
  }

  /** Writes a file that appears whole or not at all. @throws when it cannot be written */
  write(file: string, text: string): void {
    this.writeBehind([], file, text);
  }

  /**
   * Brings files to their places, and behind them one that makes them count. Its text is on the disk before the first
   * of them moves, so that a full disk leaves all of them where they are.
   * @param moves temporary file and place
   * @throws when one cannot be written or moved
   */
  writeBehind(moves: readonly (readonly [string, string])[], file: string, text: string): void {
    const temporary = this.temporary();
    try {
      writeFileSync(temporary, text, { flag: "wx", mode: 0o600 });
      for (const [from, to] of [...moves, [temporary, file] as const]) this.move(from, to);
    } catch (thrown) {
      discard(temporary);
      throw thrown;
    }
  }

  /** Brings a file to its place. @throws when that cannot be done */
  move(temporary: string, file: string): void {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    renameSync(temporary, file);
  }

  /** Says that the process is alive. @throws when the folder cannot be made */
  beat(): void {
    // It may have been taken for a dead one's while the machine slept.
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const now = new Date();
    utimesSync(this.folder, now, now);
    this.#heart ??= setInterval(() => this.#keepBeating(), BEAT_MS).unref();
  }

  /** Removes the folder and what is in it. */
  close(): void {
    if (!this.#heart) return;
    clearInterval(this.#heart);
    this.#heart = undefined;
    discard(this.folder);
  }

  #keepBeating(): void {
    try {
      this.beat();
    } catch {
      // On a disk that cannot be written any more, others may take this process's work over.
    }
  }
}

/** Removes files and folders that may be there. What cannot be removed is left to the sweep. */
export function discard(...paths: readonly string[]): void {
  for (const path of paths) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // A disk that cannot be written any more.
    }
  }
}

/**
 * Whether a file or folder, or what links to it, bears a time of the last `milliseconds`; so does the workspace of a
 * process that is alive. A time to come says as little as an old one: the clock was set back.
 */
export function wasTouchedWithin(milliseconds: number, path: string, now: number): boolean {
  const seen = statSync(path, { throwIfNoEntry: false });
  return seen !== undefined && Math.abs(now - seen.mtimeMs) <= milliseconds;
}
