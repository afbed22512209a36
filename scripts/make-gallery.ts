import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pLimit from "p-limit";
import { CORPUS } from "./corpus/corpus.ts";
import { startDecoder } from "./corpus/decoding.ts";
import { formatsPage } from "./corpus/formats-page.ts";
import { drawGallery } from "./corpus/gallery.ts";
import { makeCorpus, missingTools } from "./corpus/make-corpus.ts";
import { tryOut } from "./corpus/trial.ts";

/** Makes the corpus, opens all of it with the real decoder, and writes docs/pictures/formats.md and docs/pictures/gallery.png. */

const missing = [...new Set(CORPUS.flatMap(missingTools))];
if (missing.length > 0) throw new Error(`expected these programs to be installed: ${missing.join(", ")}`);
const docs = (name: string): string => fileURLToPath(new URL(`../docs/pictures/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "getimage-gallery-"));
const decoder = startDecoder();
try {
  const makings = await makeCorpus(CORPUS, folder);
  for (const [{ file }, { failure }] of makings) if (failure !== undefined) console.log(`${file}: ${failure}`);
  const limit = pLimit(2);
  const trying = CORPUS.map(
    async (sample) => [sample, await limit(() => tryOut(sample, folder, decoder.decode))] as const,
  );
  const trials = new Map(await Promise.all(trying));
  writeFileSync(docs("formats.md"), formatsPage(trials));
  await drawGallery(trials, docs("gallery.png"));
  const opened = [...trials.values()].filter(({ rendered }) => rendered.ok).length;
  console.log(
    `docs/pictures/formats.md, docs/pictures/gallery.png (${statSync(docs("gallery.png")).size} bytes): ${opened} of ${trials.size} opened`,
  );
} finally {
  decoder.close();
  rmSync(folder, { recursive: true, force: true });
}
