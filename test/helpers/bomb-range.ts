import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { ChildMemory } from "../../scripts/bombs/child-memory.ts";
import type { ImageError, ImageErrorCode } from "../../src/pictures/contract.ts";
import { DecoderProcess } from "../../src/pictures/image/process/decoder-process.ts";
import type { Recipe } from "../../src/pictures/image/recipe.ts";
import { extensionOf, sniff } from "../../src/pictures/image/sniff.ts";
import { LIMITS, renderJob } from "./decoder.ts";
import { sample } from "./samples.ts";
import { tempFolder } from "./temp-folder.ts";

/** What may come of a bomb: a picture, or one of these errors. */
export type Ends = readonly ("picture" | ImageErrorCode)[];

/**
 * A file that is small and asks for much: what it is, its name's ending, how it is made, what may come of it, and the page
 * that is asked for.
 */
export type Bomb = readonly [
  what: string,
  ending: string,
  make: () => Buffer | Promise<Buffer>,
  ends: Ends,
  page?: Recipe["page"],
];

/** The largest file that a bomb is: what a server would send without a thought. */
const MOST_BYTES = 12 * 2 ** 20;
/** Seconds for one picture: less than is shipped, since some bombs take all of it, twice. */
const TIMEOUT = 4;
/** The child is ended only after what runs inside it had a chance to end by itself. */
const GRACE = 2;
const SLACK_MS = 5_000;

/**
 * A test for each bomb, all of them through one decoder as it is shipped: the row gets its answer in time, the child
 * stays below so many bytes, a good picture that is asked for at the same time comes, and one after it.
 */
export function testBombs(bombs: readonly Bomb[], mostMemory: number): void {
  const folder = tempFolder({ after });
  const memory = new ChildMemory();
  const decoder = new DecoderProcess({
    program: new URL("../../src/programs/pictures/decoder.ts", import.meta.url),
    folders: { read: [sample(".")], write: [folder] },
    concurrency: 3,
    timeoutSeconds: TIMEOUT,
    graceSeconds: GRACE,
    maxJobs: 1_000,
    maxMemory: LIMITS.maxMemory,
  });
  after(() => {
    decoder.close();
    memory.stop();
  });
  const good = (name: string) => decoder.decode(renderJob(sample("rx_garcia_0412.tif"), "tiff", folder, name));

  for (const [index, [what, ending, make, ends, page = 1]] of bombs.entries()) {
    test(`${what} ends as ${ends.join(" or ")}`, async () => {
      const bytes = await make();
      assert.ok(bytes.byteLength <= MOST_BYTES, `${bytes.byteLength} bytes`);
      const source = join(folder, `bomb-${index}.${ending}`);
      writeFileSync(source, bytes);
      memory.restart();
      const startedAt = performance.now();
      const sniffed = sniff(bytes, "", extensionOf(source));
      const job = sniffed.ok && renderJob(source, sniffed.value, folder, `of-bomb-${index}`);
      const [outcome, beside] = await Promise.all([
        job
          ? decoder.decode({ ...job, recipe: { ...job.recipe, page }, limits: { ...LIMITS, timeoutSeconds: TIMEOUT } })
          : sniffed,
        good(`beside-${index}`),
      ]);
      const ms = performance.now() - startedAt;
      const peak = memory.peak;
      const end = outcome.ok ? "picture" : codeOf(outcome.error);
      assert.ok(ends.includes(end), `${end}: ${outcome.ok ? "" : outcome.error.text}`);
      assert.equal(
        job !== false && existsSync(job.fresh),
        outcome.ok,
        "a file is there exactly when the row has a picture",
      );
      // A picture that was given up beside another is tried once more, alone.
      assert.ok(ms < 2_000 * (TIMEOUT + GRACE) + SLACK_MS, `${Math.round(ms)} ms`);
      assert.ok(peak > 0 && peak < mostMemory, `${Math.round(peak / 2 ** 20)} MB`);
      assert.ok(beside.ok, "the good picture beside it");
      assert.ok((await good(`after-${index}`)).ok, "a good picture after it");
    });
  }
}

// A decoder that hears nothing any more is killed; that it was for its time is told by the text.
function codeOf({ code, text }: ImageError): ImageErrorCode {
  return code === "decoder-crashed" && /could not be decoded within \d+ s/.test(text) ? "decode-timeout" : code;
}
