import { writeFile } from "node:fs/promises";
import sharp, { type OutputInfo, type Sharp } from "sharp";
import type { ImageError } from "../../contract.ts";
import { errorCode, errorText } from "../../lib/error-text.ts";
import { fail, type Outcome, succeed } from "../../lib/outcome.ts";
import { CACHE_MARK, STALE_MARK } from "../caption.ts";
import type { PlacardJob, Rendered, RenderJob } from "../decoder-protocol.ts";
import type { Recipe } from "../recipe.ts";
import { drawCaption } from "./draw-caption.ts";
import { drawPlacard } from "./draw-placard.ts";
import type { Font } from "./glyphs.ts";
import type { Pixels } from "./pixels.ts";

type Fonts = readonly [Font, ...Font[]];

const LOADERS = ["TiffFile", "JpegFile", "PngFile", "NsgifFile", "WebpFile", "HeifFile"];

/** Shuts every loader of libvips but those of the formats that are let in; parallel work comes from parallel pictures. */
export function prepareSharp(): void {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: LOADERS.map((loader) => `VipsForeignLoad${loader}`) });
}

/**
 * Source file -> shrunk raw pixels -> caption -> encoded file, for both variants. The caption is drawn on the shrunk
 * pixels: laid over inside one pipeline it would make libvips shrink four bands where a scan has one.
 */
export async function render(job: RenderJob, fonts: Fonts): Promise<Outcome<Rendered, ImageError>> {
  const { recipe, maxPixels } = job;
  try {
    const source = sharp(job.source, {
      // Scanners write tags that libtiff warns about; only what hides pixels is an error.
      failOn: "error",
      limitInputPixels: maxPixels,
      page: recipe.page - 1,
      // libtiff's own cap refuses honest large strips; bytes and pixels are bounded by us.
      unlimited: job.format === "tiff",
    });
    const { width, height, pages = 1, space, autoOrient } = await source.metadata();
    if (width * height > maxPixels) return fail(tooManyPixels(maxPixels, `${width} x ${height}`));
    const isGrey = space === "b-w" || space === "grey16";
    const { data, info } = await source
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .resize({ width: recipe.width, height: recipe.height, fit: "inside", withoutEnlargement: true })
      .toColourspace(isGrey ? "b-w" : "srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });

    const fresh = asRgb(data, info);
    const size = { width: autoOrient.width, height: autoOrient.height, pages };
    if (recipe.caption === "" || recipe.isStale) {
      if (recipe.caption !== "") drawCaption(fresh, recipe.caption, STALE_MARK, fonts);
      const freshBytes = await encode(fresh, recipe, job.fresh);
      return succeed({ ...size, freshBytes, cachedBytes: undefined });
    }
    const cached: Pixels = { ...fresh, data: Uint8Array.from(fresh.data) };
    drawCaption(fresh, recipe.caption, "", fonts);
    drawCaption(cached, recipe.caption, CACHE_MARK, fonts);
    const [freshBytes, cachedBytes] = await Promise.all([
      encode(fresh, recipe, job.fresh),
      encode(cached, recipe, job.cached),
    ]);
    return succeed({ ...size, freshBytes, cachedBytes });
  } catch (thrown) {
    return fail(writeFailure(thrown) ?? decodeFailure(errorText(thrown), job));
  }
}

export async function renderPlacard(job: PlacardJob, fonts: Fonts): Promise<Outcome<Rendered, ImageError>> {
  const pixels = drawPlacard(job.title, job.text, fonts);
  const { width, height } = pixels;
  try {
    const freshBytes = await write(toSharp(pixels).png(), job.fresh);
    return succeed({ width, height, pages: 1, freshBytes, cachedBytes: undefined });
  } catch (thrown) {
    return fail(writeFailure(thrown) ?? { code: "corrupt", text: `no error picture: ${errorText(thrown)}` });
  }
}

async function encode(pixels: Pixels, { format, quality }: Recipe, file: string): Promise<number> {
  const picture = toSharp(pixels);
  const encoded =
    format === "png" ? picture.png() : format === "webp" ? picture.webp({ quality }) : picture.jpeg({ quality });
  return write(encoded, file);
}

// libvips tells a full disk in the words of a damaged picture, or in none; Node tells it by its code.
async function write(encoded: Sharp, file: string): Promise<number> {
  const bytes = await encoded.toBuffer();
  await writeFile(file, bytes, { mode: 0o600 });
  return bytes.byteLength;
}

function toSharp({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

function asRgb(data: Buffer, { width, height, channels }: OutputInfo): Pixels {
  if (channels === 3) return { data, width, height };
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.byteLength; from += channels) {
    const grey = data[from] ?? 0;
    rgb[to++] = grey;
    rgb[to++] = grey;
    rgb[to++] = grey;
  }
  return { data: rgb, width, height };
}

function decodeFailure(message: string, { format, recipe, maxPixels }: RenderJob): ImageError {
  const [line = ""] = message.split("\n").filter((part) => part.trim() !== "");
  if (/pixel limit/i.test(message)) return tooManyPixels(maxPixels, "more");
  if (/does not contain page|bad page number|page number/i.test(message)) {
    return { code: "unsupported", text: `expected a page ${recipe.page}, but the picture has fewer pages` };
  }
  if (/premature end|truncat|end of (file|stream|image)|not enough|unexpected eof|read past/i.test(message)) {
    return { code: "truncated", text: `the ${format} picture ends too early: ${line.slice(0, 200)}` };
  }
  return { code: "corrupt", text: `the ${format} picture cannot be decoded: ${line.slice(0, 200)}` };
}

function writeFailure(thrown: unknown): ImageError | undefined {
  if (errorCode(thrown) === undefined) return undefined;
  return { code: "cache-error", text: `the picture could not be written to the cache: ${errorText(thrown)}` };
}

function tooManyPixels(maxPixels: number, received: string): ImageError {
  return { code: "too-many-pixels", text: `expected at most ${maxPixels} pixels, received ${received}` };
}
