import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endingOf, type Input } from "./mutate.ts";
import { HARMS, type Harm, type Trial } from "./trial.ts";

/**
 * A crash costs one row, and a start of the child to those beside it: now and then that is no harm. But none was seen in
 * 25,000 inputs, so that more than one in this many says that a decoder became worse and ought to be mended or shut.
 */
const CRASHES_ALLOWED_IN = 1_000;
/** Said of a child that was killed because its time was up. */
const LATE = /could not be decoded within \d+ s/;
/** More would be one fault many times over. */
const MOST_KEPT = 100;

/** Counts what came of the inputs, and keeps those that did harm. */
export class Tally {
  readonly #folder: string;
  readonly #harms = new Map<Harm, number>(HARMS.map((harm) => [harm, 0]));
  readonly #codes = new Map<string, number>();
  readonly #decoders = new Map<string, number>();
  readonly #formats = new Set<string>();
  readonly #slowest = { ms: 0, what: "none" };
  readonly #kept = new Set<string>();
  #inputs = 0;
  #crashes = 0;
  #hangs = 0;

  constructor(seed: number) {
    this.#folder = join(tmpdir(), `getimage-fuzz-${seed}`);
  }

  get inputs(): number {
    return this.#inputs;
  }

  get isClean(): boolean {
    const isHarmless = [...this.#harms.values()].every((count) => count === 0);
    return isHarmless && this.#crashes <= Math.ceil(this.#inputs / CRASHES_ALLOWED_IN);
  }

  add(index: number, input: Input, { format, recipe, outcome, ms, harms }: Trial): void {
    this.#inputs++;
    if (format !== undefined) this.#formats.add(format);
    if (ms > this.#slowest.ms) Object.assign(this.#slowest, { ms, what: `${index} (${input.from})` });
    for (const [harm, detail] of harms) {
      this.harm(harm, `${detail} of ${this.keep(index, input)} with ${JSON.stringify(recipe)}`);
    }
    const code = outcome === undefined ? "no answer" : outcome.ok ? "ok" : outcome.error.code;
    count(this.#codes, code);
    if (outcome?.ok) count(this.#decoders, outcome.value.decoder);
    if (outcome?.ok !== false) return;
    const isLate = code === "decode-timeout" || LATE.test(outcome.error.text);
    if (isLate) this.#hangs++;
    if (isLate || code !== "decoder-crashed") return;
    this.#crashes++;
    console.log(`! crash: ${this.keep(index, input)}: ${outcome.error.text}`);
  }

  harm(harm: Harm, detail: string): void {
    this.#harms.set(harm, (this.#harms.get(harm) ?? 0) + 1);
    console.log(`! ${harm}: ${detail}`);
  }

  /** Writes an input to a folder that stays, unless that has many. @returns the file's path */
  keep(index: number, { name, bytes }: Input): string {
    const file = join(this.#folder, `${index}${endingOf(name)}`);
    if (this.#kept.has(file) || this.#kept.size >= MOST_KEPT) return file;
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(file, bytes);
    this.#kept.add(file);
    return file;
  }

  progress(): string {
    const pictures = this.#codes.get("ok") ?? 0;
    return `${this.#inputs} inputs, ${pictures} pictures, ${this.#crashes} crashes, ${this.#hangs} too slow`;
  }

  table(peakMemory: number): string {
    const lines: readonly (readonly [string, string | number])[] = [
      ["inputs", this.#inputs],
      ["formats that they were taken for", this.#formats.size],
      ...sorted(this.#codes).map(([code, times]) => [`outcome ${code}`, times] as const),
      ...sorted(this.#decoders).map(([decoder, times]) => [`  shown by ${decoder}`, times] as const),
      ["crashes of the child", `${this.#crashes} (at most one in ${CRASHES_ALLOWED_IN})`],
      ["given up for their time", this.#hangs],
      ["most memory of the child", `${(peakMemory / 2 ** 20).toFixed(0)} MB`],
      ["slowest input", `${Math.round(this.#slowest.ms)} ms, ${this.#slowest.what}`],
      ["inputs kept", this.#kept.size === 0 ? "none" : `${this.#kept.size} in ${this.#folder}`],
      ...[...this.#harms].map(([harm, times]) => [`${harm} (must be 0)`, times] as const),
    ];
    return lines.map(([name, value]) => `${name.padEnd(40)} ${value}`).join("\n");
  }
}

function sorted(counts: Map<string, number>): [string, number][] {
  return [...counts].toSorted(([, one], [, other]) => other - one);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
