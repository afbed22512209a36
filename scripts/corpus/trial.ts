import { execFile } from "node:child_process";
import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import type { Outcome } from "../../src/base/outcome.ts";
import type { ImageError } from "../../src/pictures/contract.ts";
import type { Rendered, RenderJob } from "../../src/pictures/image/decoder-protocol.ts";
import { formatOf, type SourceFormat } from "../../src/pictures/image/formats.ts";
import type { Decode } from "../../src/pictures/image/process/decoder-process.ts";
import { extensionOf, sniff } from "../../src/pictures/image/sniff.ts";
import { renderJob } from "./decoding.ts";
import { type Difference, differenceOf, type Look, lookOf } from "./look.ts";
import { isInstalled } from "./make-corpus.ts";
import type { Sample } from "./sample.ts";

const run = promisify(execFile);

/** What became of a sample. */
export type Trial = {
  readonly sniffed: Outcome<SourceFormat, ImageError>;
  readonly rendered: Outcome<Rendered, ImageError>;
  /** The picture as it is shown, where it was opened, and how far it is from the one it was made from. */
  readonly shown?: string;
  readonly fromSource?: Difference;
  /** Whether ImageMagick opens it, and how far its picture is from the one shown here. */
  readonly magickOpens: boolean;
  readonly fromMagick?: Difference & { readonly width: number; readonly height: number };
};

/** Opens a made sample as a search would do it, with the real decoder, and as ImageMagick does. */
export async function tryOut(sample: Sample, folder: string, decode: Decode): Promise<Trial> {
  const source = join(folder, sample.file);
  const sniffed = sniff(headOf(source), "", extensionOf(sample.file));
  const magick = byMagick(sample, source);
  if (!sniffed.ok) return { sniffed, rendered: sniffed, magickOpens: (await magick) !== undefined };
  const job = renderJob(source, sniffed.value, folder, `${sample.file}.shown`);
  const recipe = { ...job.recipe, format: "png", page: sample.page } satisfies RenderJob["recipe"];
  const rendered = await decode({ ...job, recipe });
  const other = await magick;
  if (!rendered.ok) return { sniffed, rendered, magickOpens: other !== undefined };
  const shown = job.fresh;
  const [look, made] = await Promise.all([lookOf(shown), sourceLook(join(folder, `${sample.shows}.png`))]);
  const trial: Trial = {
    sniffed,
    rendered,
    shown,
    fromSource: differenceOf(look, made),
    magickOpens: other !== undefined,
  };
  if (other === undefined) return trial;
  const { width, height } = await sharp(other).metadata();
  return { ...trial, fromMagick: { ...differenceOf(look, await lookOf(other)), width, height } };
}

const sourceLooks = new Map<string, Promise<Look>>();

function sourceLook(picture: string): Promise<Look> {
  const look = sourceLooks.get(picture) ?? lookOf(picture);
  sourceLooks.set(picture, look);
  return look;
}

function headOf(file: string): Buffer {
  const head = Buffer.alloc(4096);
  const handle = openSync(file, "r");
  try {
    return head.subarray(0, readSync(handle, head));
  } finally {
    closeSync(handle);
  }
}

/** What ImageMagick calls a format that it is not asked for here, where that is another name. */
const CODERS: Partial<Record<SourceFormat, string>> = { dicom: "dcm" };

/** The page as Debian's ImageMagick shows it; `undefined` where it does not. */
async function byMagick({ format, page }: Sample, source: string): Promise<string | undefined> {
  if (!isInstalled("convert")) return undefined;
  const coder = format && (CODERS[format] ?? formatOf(format).magick ?? format);
  const read = `${coder === undefined ? "" : `${coder}:`}${source}[${page - 1}]`;
  const target = `${source}.magick.png`;
  const shape = ["-background", "white", "-flatten", "-auto-orient", "-colorspace", "sRGB", "-depth", "8"];
  const env = { PATH: process.env["PATH"], MAGICK_THREAD_LIMIT: "1", OMP_NUM_THREADS: "1" };
  try {
    await run("convert", [read, ...shape, `png:${target}`], { timeout: 120_000, env });
    await sharp(target).metadata();
    return target;
  } catch {
    return undefined;
  }
}
