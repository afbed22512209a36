import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { CORPUS } from "../../scripts/corpus/corpus.ts";
import { formatsPage } from "../../scripts/corpus/formats-page.ts";
import { type Difference, isSame } from "../../scripts/corpus/look.ts";
import { isInstalled, makeCorpus, missingTools } from "../../scripts/corpus/make-corpus.ts";
import type { Sample } from "../../scripts/corpus/sample.ts";
import { type Trial, tryOut } from "../../scripts/corpus/trial.ts";
import { formatOf } from "../../src/pictures/image/formats.ts";
import { realDecoder, renderJob } from "../helpers/decoder.ts";
import { PROJECT } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const folder = tempFolder({ after });
const decoder = realDecoder({ after });
const makings = await makeCorpus(CORPUS, folder);
const trials = new Map<Sample, Trial>();

describe("every picture opens, upright, in its colours, on its page", { concurrency: 2 }, () => {
  for (const sample of CORPUS) {
    const { file, format, about, limit } = sample;
    const title = limit === undefined ? "is shown as the picture that it is" : `is not opened: ${limit}`;
    test(`${format ?? "other"} ${file}, ${about}, ${title}`, async (t) => {
      const making = makings.get(sample);
      if (making && making.missing.length > 0) return t.skip(lackingFor([sample]));
      assert.equal(making?.failure, undefined, `${file} could not be made`);
      const trial = await tryOut(sample, folder, decoder.decode);
      trials.set(sample, trial);
      if (limit === undefined) assertShown(sample, trial);
      else assert.ok(!trial.rendered.ok, "it is opened now: take the limit away");
    });
  }
});

/** Which programs are not installed, and the samples that each would make. */
function lackingFor(samples: readonly Sample[]): string {
  const makes = Map.groupBy(
    samples.flatMap((sample) => missingTools(sample).map((tool) => ({ tool, file: sample.file }))),
    ({ tool }) => tool,
  );
  return [...makes]
    .map(([tool, made]) => `${tool} is not installed, which makes ${made.map(({ file }) => file).join(", ")}`)
    .join("; ");
}

const unmade = CORPUS.filter((sample) => missingTools(sample).length > 0);

function assertShown({ format, pages, page, unlikeMagick }: Sample, trial: Trial): void {
  assert.deepEqual(trial.sniffed, { ok: true, value: format });
  const { rendered, fromSource, fromMagick } = trial;
  assert.ok(rendered.ok, JSON.stringify(rendered));
  assert.equal(`${rendered.value.page} of ${rendered.value.pages}`, `${page} of ${pages}`);
  assert.ok(
    fromSource && isSame(fromSource),
    `far from the picture that it was made from: ${JSON.stringify(fromSource)}`,
  );
  // Debian builds it without some formats.
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
  "fax.mac": "ImageMagick takes what is missing for white",
};

describe("a sample cut in half is not shown without a word", { concurrency: 2 }, () => {
  for (const sample of CORPUS) {
    const { file, format, page, limit } = sample;
    if (limit !== undefined || !format) continue;
    const why = SHOWN_CUT[file];
    test(why === undefined ? `half of ${file}` : `but for half of ${file}: ${why}`, async (t) => {
      if (unmade.includes(sample)) return t.skip(lackingFor([sample]));
      const bytes = readFileSync(join(folder, file));
      const half = join(folder, `half of ${file}`);
      writeFileSync(half, bytes.subarray(0, bytes.byteLength >> 1));
      const job = renderJob(half, format, folder, `half of ${file} shown`);
      const rendered = await decoder.decode({ ...job, recipe: { ...job.recipe, page } });
      assert.equal(rendered.ok && rendered.value.note === undefined, why !== undefined, JSON.stringify(rendered));
    });
  }
});

test("what ImageMagick opens is opened here, unless it is a known limit", (t) => {
  if (!isInstalled("convert")) return t.skip("convert is not installed, which opens them");
  const ours = [...trials].filter(([, { rendered }]) => rendered.ok).map(([sample]) => sample);
  const theirs = [...trials].filter(([, { magickOpens }]) => magickOpens).map(([sample]) => sample);
  const formatsOf = (samples: readonly Sample[]) => new Set(samples.map(({ file, format }) => format ?? file)).size;
  const tried = [...trials.keys()];
  t.diagnostic(`${tried.length} samples of ${formatsOf(tried)} formats`);
  t.diagnostic(
    `opened here: ${ours.length} of ${formatsOf(ours)}; by ImageMagick: ${theirs.length} of ${formatsOf(theirs)}`,
  );
  if (unmade.length > 0) t.diagnostic(`not tried: ${lackingFor(unmade)}`);
  const lacking = theirs.filter((sample) => !ours.includes(sample) && sample.limit === undefined);
  assert.deepEqual(
    lacking.map(({ file }) => file),
    [],
  );
});

/** Formats of which a sample is missing: what the page says of them cannot be judged here. */
const unjudged = Map.groupBy(unmade, ({ format }) => (format === undefined ? "" : formatOf(format).title));

test("docs/pictures/formats.md says what was found; npm run gallery writes it", () => {
  const isJudged = (line: string): boolean =>
    ![...unjudged.keys()].some((title) => line.startsWith(`| ${title} |`) || line.startsWith(`- **${title}** `));
  const written = readFileSync(join(PROJECT, "docs/pictures/formats.md"), "utf8").split("\n").filter(isJudged);
  assert.deepEqual(formatsPage(trials).split("\n").filter(isJudged), written);
});

for (const [title, samples] of unjudged) {
  test(`docs/pictures/formats.md says of ${title} what was found`, { skip: lackingFor(samples) }, () => {});
}

test("no two samples have one name, and each is compared with something", () => {
  const names = CORPUS.map(({ file }) => file);
  assert.deepEqual([...new Set(names)], names);
  assert.ok(names.length >= 150);
});
