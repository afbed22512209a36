import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import type { Outcome } from "../../src/base/outcome.ts";
import { IMAGE_DECODERS, IMAGE_ERROR_CODES, type ImageError, OUTPUT_FORMATS } from "../../src/pictures/contract.ts";
import type { Rendered, RenderJob } from "../../src/pictures/image/decoder-protocol.ts";
import type { SourceFormat } from "../../src/pictures/image/formats.ts";
import type { Decode } from "../../src/pictures/image/process/decoder-process.ts";
import type { Recipe } from "../../src/pictures/image/recipe.ts";
import { extensionOf, sniff } from "../../src/pictures/image/sniff.ts";
import type { Dice } from "./dice.ts";
import type { Input } from "./mutate.ts";
import { throwLimits, throwRecipe } from "./recipes.ts";

/** What came of one input. */
export type Trial = {
  readonly format: SourceFormat | undefined;
  readonly recipe: Recipe;
  /** Undefined when no answer came. */
  readonly outcome: Outcome<Rendered, ImageError> | undefined;
  readonly ms: number;
  /** What must not be. */
  readonly harms: readonly (readonly [harm: Harm, detail: string])[];
};

export const HARMS = [
  "rows lost",
  "answers malformed",
  "outputs unreadable",
  "outputs of failed rows",
  "files left",
] as const;
export type Harm = (typeof HARMS)[number];

const HEAD_BYTES = 2_048;
const WAIT_MS = 90_000;
/** No outcome of a source: the disk was full, the process at its end. */
const FOREIGN = ["cache-error", "cancelled"];
const SHARP_NAMES: Readonly<Record<string, string>> = { jpg: "jpeg", png: "png", webp: "webp" };

/** Lets one input go the way of a row: sniffed, decoded, its output looked at. `folder` must be empty, and is again. */
export async function tryInput({ name, bytes }: Input, dice: Dice, decode: Decode, folder: string): Promise<Trial> {
  const [recipe, limits] = [throwRecipe(dice), throwLimits(dice)];
  const startedAt = performance.now();
  const sniffed = sniff(bytes.subarray(0, HEAD_BYTES), "", extensionOf(name));
  if (!sniffed.ok) return { format: undefined, recipe, outcome: sniffed, ms: performance.now() - startedAt, harms: [] };
  const [source, fresh, cached] = ["source", "fresh", "cached"].map((file) => join(folder, file)) as [
    string,
    string,
    string,
  ];
  writeFileSync(source, bytes);
  const format = sniffed.value;
  const job: RenderJob = {
    kind: "render",
    source,
    format,
    recipe,
    limits,
    fetchedAt: 1e12,
    thumb: true,
    fresh,
    cached,
  };
  const outcome = await answerWithin(WAIT_MS, decode(job));
  const ms = performance.now() - startedAt;
  const harms = outcome ? await harmsOf(outcome, job, folder) : [["rows lost", "no answer"] as const];
  for (const file of readdirSync(folder)) rmSync(join(folder, file), { recursive: true });
  return { format, recipe, outcome, ms, harms };
}

async function answerWithin<Value>(longestMs: number, answer: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, longestMs, undefined);
  });
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}

async function harmsOf(
  outcome: Outcome<Rendered, ImageError>,
  job: RenderJob,
  folder: string,
): Promise<Trial["harms"]> {
  const harms: [Harm, string][] = [];
  const fault = outcome.ok ? faultOfRendered(outcome.value) : faultOfError(outcome.error);
  if (fault !== undefined) harms.push(["answers malformed", fault]);
  const written = outcome.ok ? ["fresh", ...(outcome.value.cachedBytes === undefined ? [] : ["cached"])] : [];
  for (const file of readdirSync(folder)) {
    if (file === "source" || written.includes(file)) continue;
    harms.push([outcome.ok ? "files left" : "outputs of failed rows", file]);
  }
  if (!outcome.ok) return harms;
  const sizes = { fresh: outcome.value.freshBytes, cached: outcome.value.cachedBytes };
  for (const file of ["fresh", "cached"] as const) {
    const unreadable =
      sizes[file] !== undefined && (await faultOfOutput(job[file], sizes[file], outcome.value, job.recipe));
    if (unreadable) harms.push(["outputs unreadable", `${file}: ${unreadable}`]);
  }
  return harms;
}

function faultOfRendered(rendered: Rendered): string | undefined {
  const { width, height, pages, page, lastPage, decoder, note, format } = rendered;
  const isRight =
    [width, height, pages, page, lastPage].every((count) => Number.isInteger(count) && count >= 1) &&
    page <= lastPage &&
    lastPage <= pages &&
    IMAGE_DECODERS.includes(decoder) &&
    OUTPUT_FORMATS.includes(format) &&
    note !== "";
  return isRight ? undefined : JSON.stringify(rendered);
}

function faultOfError(error: ImageError): string | undefined {
  const isRight = IMAGE_ERROR_CODES.includes(error.code) && !FOREIGN.includes(error.code) && isPlain(error.text);
  return isRight ? undefined : JSON.stringify(error);
}

/** A text for a row: there, short, one line. */
function isPlain(text: unknown): boolean {
  return typeof text === "string" && /^[^\0-\x1f\x7f]{1,1000}$/.test(text);
}

async function faultOfOutput(
  file: string,
  bytes: number,
  { format }: Rendered,
  { width, height }: Recipe,
): Promise<string | undefined> {
  try {
    const written = readFileSync(file);
    if (written.byteLength !== bytes) return `${written.byteLength} bytes, ${bytes} were reported`;
    const picture = sharp(written, { failOn: "warning" });
    const { info } = await picture.raw().toBuffer({ resolveWithObject: true });
    const found = (await picture.metadata()).format;
    if (found !== SHARP_NAMES[format]) return `${found} under the name of ${format}`;
    return info.width <= width && info.height <= height
      ? undefined
      : `${info.width} x ${info.height} for ${width} x ${height}`;
  } catch (thrown) {
    return String(thrown);
  }
}
