import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { CORPUS } from "../../scripts/corpus/corpus.ts";
import { formatsPage } from "../../scripts/corpus/formats-page.ts";
import { type Difference, isSame } from "../../scripts/corpus/look.ts";
import { makeCorpus, missingTools } from "../../scripts/corpus/make-corpus.ts";
import type { Sample } from "../../scripts/corpus/sample.ts";
import { type Trial, tryOut } from "../../scripts/corpus/trial.ts";
import { realDecoder, renderJob } from "../helpers/decoder.ts";
import { PROJECT } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const folder = tempFolder({ after });
const decoder = realDecoder({ after });
const missing = [...new Set(CORPUS.flatMap(missingTools))].sort();
const makings = await makeCorpus(CORPUS, folder);
const trials = new Map<Sample, Trial>();

describe("every picture opens, upright, in its colours, on its page", { concurrency: 2 }, () => {
  for (const sample of CORPUS) {
    const { file, format, about, limit } = sample;
    const title = limit === undefined ? "is shown as the picture that it is" : `is not opened: ${limit}`;
    test(`${format ?? "other"} ${file}, ${about}, ${title}`, async (t) => {
      const making = makings.get(sample);
      if (making && making.missing.length > 0) return t.skip(`not installed: ${making.missing.join(", ")}`);
      assert.equal(making?.failure, undefined, `${file} could not be made`);
      const trial = await tryOut(sample, folder, decoder.decode);
      trials.set(sample, trial);
      if (limit === undefined) assertShown(sample, trial);
      else assert.ok(!trial.rendered.ok, "it is opened now: take the limit away");
    });
  }
});

function assertShown({ format, pages, page, unlikeMagick }: Sample, trial: Trial): void {
  assert.deepEqual(trial.sniffed, { ok: true, value: format });
  const { rendered, fromSource, fromMagick } = trial;
  assert.ok(rendered.ok, JSON.stringify(rendered));
  assert.equal(`${rendered.value.page} of ${rendered.value.pages}`, `${page} of ${pages}`);
  assert.ok(
    fromSource && isSame(fromSource),
    `far from the picture that it was made from: ${JSON.stringify(fromSource)}`,
  );
  if (unlikeMagick !== undefined || !fromMagick) return;
  assert.ok(isSame(fromMagick), `far from what ImageMagick shows: ${JSON.stringify(fromMagick satisfies Difference)}`);
  const { width, height } = rendered.value;
  assert.equal(
    `${width}x${height}`,
    `${fromMagick.width}x${fromMagick.height}`,
    "not of the size that ImageMagick tells",
  );
}

/** What is shown though half of it is missing, and nobody tells. */
const SHOWN_CUT: Readonly<Record<string, string>> = {
  "animated.gif": "the first of its pictures is whole",
  "raw.g3": "a bare fax stream does not say how many lines it has",
  "fax.mac": "ImageMagick takes what is missing for white",
};

test("no sample cut in half is shown without a word", async (t) => {
  const silent: string[] = [];
  for (const [{ file, format, page, limit }, { failure, missing: lacking }] of makings) {
    if (failure !== undefined || lacking.length > 0 || limit !== undefined || !format) continue;
    const bytes = readFileSync(join(folder, file));
    const half = join(folder, `half of ${file}`);
    writeFileSync(half, bytes.subarray(0, bytes.byteLength >> 1));
    const job = renderJob(half, format, folder, `half of ${file} shown`);
    const rendered = await decoder.decode({ ...job, recipe: { ...job.recipe, page } });
    if (rendered.ok && rendered.value.note === undefined) silent.push(file);
  }
  if (missing.length > 0) t.diagnostic(`not installed: ${missing.join(", ")}`);
  assert.deepEqual(
    silent.filter((file) => SHOWN_CUT[file] === undefined),
    [],
  );
});

test("what ImageMagick opens is opened here, unless it is a known limit", (t) => {
  if (trials.size === 0) return t.skip(`no sample could be made; not installed: ${missing.join(", ")}`);
  const ours = [...trials].filter(([, { rendered }]) => rendered.ok).map(([sample]) => sample);
  const theirs = [...trials].filter(([, { magickOpens }]) => magickOpens).map(([sample]) => sample);
  const formatsOf = (samples: readonly Sample[]) => new Set(samples.map(({ file, format }) => format ?? file)).size;
  const tried = [...trials.keys()];
  t.diagnostic(`${tried.length} samples of ${formatsOf(tried)} formats`);
  t.diagnostic(
    `opened here: ${ours.length} of ${formatsOf(ours)}; by ImageMagick: ${theirs.length} of ${formatsOf(theirs)}`,
  );
  const lacking = theirs.filter((sample) => !ours.includes(sample) && sample.limit === undefined);
  assert.deepEqual(
    lacking.map(({ file }) => file),
    [],
  );
});

test("docs/pictures/formats.md tells what was found; npm run gallery writes it", (t) => {
  if (missing.length > 0) return t.skip(`not installed: ${missing.join(", ")}`);
  const told = readFileSync(join(PROJECT, "docs/pictures/formats.md"), "utf8").split("\n");
  const found = formatsPage(trials).split("\n");
  const news = found.filter((line) => !told.includes(line)).map((line) => line.slice(0, 200));
  assert.deepEqual(news, [], "lines that the page lacks");
  assert.equal(told.length, found.length);
});

test("no two samples have one name, and each is compared with something", () => {
  const names = CORPUS.map(({ file }) => file);
  assert.deepEqual([...new Set(names)], names);
  assert.ok(names.length >= 150);
});
