import { randomBytes } from "node:crypto";
import { appendFileSync, lstatSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { discard } from "../../../disk/workspace.ts";
import type { Layout } from "../store/layout.ts";
import { type Amount, NOTHING, plus } from "./limits.ts";

/** A look is good for so long: files may come and go unreported, as when a backup is brought back. */
const LOOK_HOLDS_MS = 86_400_000;
/** A longer tally is begun anew with the next look. */
const MAX_BYTES = 32_768;

const ADDED = /^\+ (\d{1,15}) (\d{1,15})$/;
const BEGUN = /^\? ([0-9a-f]{12})$/;
const SEEN = /^= ([0-9a-f]{12}) (\d{1,15}) (\d{1,15}) (\d{1,15})$/;

/**
 * What each shard holds, so that a writer need not look: a short text beside the shards, to which all processes append a
 * line. A writer notes what it is about to add, whoever looks notes when it began and what it found; what was added since
 * it began counts besides. What went since is not noted: a tally may say too much, and then somebody looks. One that is
 * missing, torn, odd or old says nothing, and that is all that can happen to it. None of this throws.
 */
export class Tallies {
  readonly #folder: string;
  readonly #now: () => number;

  constructor({ tallies }: Layout, now: () => number) {
    this.#folder = tallies;
    this.#now = now;
  }

  /** Notes what is about to be written. @returns whether it could be noted */
  add(shard: string, { bytes, files }: Amount): boolean {
    return this.#append(shard, `+ ${bytes} ${files}`);
  }

  /** What a shard holds at the most; undefined where somebody must look. */
  total(shard: string): Amount | undefined {
    return totalOf(this.#read(shard), this.#now());
  }

  /** Tells that a look begins. @returns its name, for `end` */
  begin(shard: string): string {
    const text = this.#read(shard);
    if (text.length > MAX_BYTES / 2 || !isSound(text)) discard(this.#file(shard));
    const look = randomBytes(6).toString("hex");
    this.#append(shard, `? ${look}`);
    return look;
  }

  /** Tells what a look found, or left. */
  end(shard: string, look: string, { bytes, files }: Amount): void {
    this.#append(shard, `= ${look} ${bytes} ${files} ${Math.round(this.#now())}`);
  }

  #append(shard: string, line: string): boolean {
    try {
      const folder = lstatSync(this.#folder, { throwIfNoEntry: false });
      if (!folder) mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      // Behind a link lies somebody else's.
      else if (!folder.isDirectory()) return false;
      appendFileSync(this.#file(shard), `${line}\n`, { mode: 0o600 });
      return true;
    } catch {
      return false;
    }
  }

  #read(shard: string): string {
    try {
      return readFileSync(this.#file(shard), "latin1");
    } catch {
      return "";
    }
  }

  #file(shard: string): string {
    return join(this.#folder, shard);
  }
}

function isSound(text: string): boolean {
  return text.split("\n").every((line) => line === "" || [ADDED, BEGUN, SEEN].some((form) => form.test(line)));
}

function totalOf(text: string, now: number): Amount | undefined {
  if (text.length > MAX_BYTES || !text.endsWith("\n")) return undefined;
  let added = NOTHING;
  let found: Amount | undefined;
  const addedBefore = new Map<string, Amount>();
  for (const line of text.slice(0, -1).split("\n")) {
    const [, bytes = "", files = ""] = ADDED.exec(line) ?? [];
    const [, begun] = BEGUN.exec(line) ?? [];
    const [, ended = "", seenBytes = "", seenFiles = "", at = ""] = SEEN.exec(line) ?? [];
    if (bytes) added = plus(added, { bytes: Number(bytes), files: Number(files) });
    else if (begun) addedBefore.set(begun, added);
    else if (!ended) return undefined;
    const before = addedBefore.get(ended);
    if (!before || Math.abs(now - Number(at)) > LOOK_HOLDS_MS) continue;
    // Less what was added before the look, which it saw.
    found = { bytes: Number(seenBytes) - before.bytes, files: Number(seenFiles) - before.files };
  }
  return found && plus(found, added);
}
