import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { ChildMemory } from "../../scripts/bombs/child-memory.ts";
import type { Outcome } from "../../src/base/outcome.ts";
import type { ImageDecoder, ImageError, ImageErrorCode } from "../../src/pictures/contract.ts";
import type { Size } from "../../src/pictures/image/decoder/pages.ts";
import type { Rendered, RenderJob } from "../../src/pictures/image/decoder-protocol.ts";
import { DecoderProcess } from "../../src/pictures/image/process/decoder-process.ts";
import type { Recipe } from "../../src/pictures/image/recipe.ts";
import { extensionOf, sniff } from "../../src/pictures/image/sniff.ts";
import { LIMITS, renderJob } from "./decoder.ts";
import { sample } from "./samples.ts";
import { tempFolder } from "./temp-folder.ts";

/** The picture that a bomb turns out to be: size of its page, which one of how many, what decoded it, and what it says. */
export type Shown = Size & {
  readonly page: number;
  readonly pages: number;
  readonly decoder: ImageDecoder;
  readonly note?: string | RegExp;
};

/** What comes of a bomb. */
export type End = Shown | ImageErrorCode;

/** A file that is small and asks for much: what it is, its name's ending, how it is made, its end, the page that is asked for. */
export type Bomb = readonly [
  what: string,
  ending: string,
  make: () => Buffer | Promise<Buffer>,
  end: End,
  page?: Recipe["page"],
];

/** A picture of one page by libvips, of which nothing is to be said, but for what is given. */
export function shown({ width, height }: Size, more: Partial<Omit<Shown, keyof Size>> = {}): Shown {
  return { width, height, page: 1, pages: 1, decoder: "sharp", ...more };
}

export type Range = {
  /** Bytes that the child may take. */
  readonly mostMemory: number;
  /** For one picture: PATIENCE, but for those that never end. */
  readonly seconds: number;
  /** Further ones, after which the child is ended. */
  readonly grace?: number;
};

/** Seconds in which a slow bomb comes to its end on a machine with much else to do, too. */
export const PATIENCE = 100;

/** The largest file that a bomb is: what a server would send without a thought. */
const MOST_BYTES = 12 * 2 ** 20;

/**
 * A test for each bomb, all of them through one decoder as it is shipped: the row gets its answer, the child stays below so
 * many bytes, a good picture that is asked for at the same time comes, and one after it.
 */
export function testBombs(bombs: readonly Bomb[], { mostMemory, seconds, grace = 10 }: Range): void {
  const folder = tempFolder({ after });
  const memory = new ChildMemory();
  const decoder = new DecoderProcess({
    program: new URL("../../src/programs/pictures/decoder.ts", import.meta.url),
    folders: { read: [sample(".")], write: [folder] },
    concurrency: 3,
    timeoutSeconds: seconds,
    graceSeconds: grace,
    maxJobs: 1_000,
    maxMemory: LIMITS.maxMemory,
  });
  after(() => {
    decoder.close();
    memory.stop();
  });
  const decode = (job: RenderJob, page: Recipe["page"]) =>
    decoder.decode({ ...job, recipe: { ...job.recipe, page }, limits: { ...LIMITS, timeoutSeconds: seconds } });
  const good = (name: string) => decoder.decode(renderJob(sample("rx_garcia_0412.tif"), "tiff", folder, name));

  for (const [index, [what, ending, make, end, page = 1]] of bombs.entries()) {
    // One that fails beside another is tried once more, alone.
    const timeout = 2_000 * (seconds + grace) + 60_000;
    test(`${what} ends as ${nameOf(end)}`, { timeout }, async () => {
      const bytes = await make();
      assert.ok(bytes.byteLength <= MOST_BYTES, `${bytes.byteLength} bytes`);
      const source = join(folder, `bomb-${index}.${ending}`);
      writeFileSync(source, bytes);
      memory.restart();
      const sniffed = sniff(bytes, "", extensionOf(source));
      const name = `of-bomb-${index}`;
      const [outcome, beside] = await Promise.all([
        sniffed.ok ? decode(renderJob(source, sniffed.value, folder, name), page) : sniffed,
        good(`beside-${index}`),
      ]);
      const peak = memory.peak;
      const found = endOf(outcome);
      assert.ok(isSame(found, end), `${JSON.stringify(found)} ${outcome.ok ? "" : outcome.error.text}`);
      const isThere = existsSync(join(folder, `${name}.jpg`));
      assert.equal(isThere, outcome.ok, "a file is there exactly when the row has a picture");
      assert.ok(peak > 0 && peak < mostMemory, `${Math.round(peak / 2 ** 20)} MB`);
      assert.ok(beside.ok, "the good picture beside it");
      assert.ok((await good(`after-${index}`)).ok, "a good picture after it");
    });
  }
}

function endOf(outcome: Outcome<Rendered, ImageError>): End {
  if (!outcome.ok) return outcome.error.code;
  const { width, height, page, pages, decoder, note } = outcome.value;
  return { width, height, page, pages, decoder, ...(note !== undefined && { note }) };
}

function isSame(found: End, wanted: End): boolean {
  if (typeof found === "string" || typeof wanted === "string") return found === wanted;
  const [{ note = "", ...picture }, { note: said, ...other }] = [found, wanted];
  return (
    isDeepStrictEqual(picture, other) && (said instanceof RegExp ? said.test(String(note)) : note === (said ?? ""))
  );
}

function nameOf(end: End): string {
  return typeof end === "string" ? end : `a picture of ${end.width} x ${end.height}`;
}
