import sharp, { type Metadata, type Sharp, type SharpOptions } from "sharp";
import { noSuchPage, tooManyPixels, unsupported } from "../faults.ts";
import { faultOf } from "../libvips-faults.ts";
import type { DecodeLimits } from "../limits.ts";
import { secondsLeft } from "../limits.ts";
import type { PageReader, Raster, Size } from "../pages.ts";

const LOADERS = [
  "TiffFile",
  "TiffBuffer",
  "JpegFile",
  "JpegBuffer",
  "PngFile",
  "NsgifFile",
  "WebpFile",
  "HeifFile",
  // Only from memory: from a file, librsvg would load pictures that lie beside it.
  "SvgBuffer",
];
const WHITE = "#ffffff";

/** Shuts every loader of libvips but those of the formats that are let in; parallel work comes from parallel pictures. */
export function prepareSharp(): void {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: LOADERS.map((loader) => `VipsForeignLoad${loader}`) });
}

/** How strict libvips is. `unlimited` lifts libtiff's own cap on memory; bytes and pixels are bounded by us. */
export type Strictness = Pick<SharpOptions, "failOn" | "unlimited">;

/** Opens a source by libvips. Each page is opened anew, so that pages of different size are no trouble. */
export async function openWithSharp(
  source: string | Buffer,
  title: string,
  strictness: Strictness,
  limits: DecodeLimits,
): Promise<PageReader> {
  const open = (page: number): Sharp =>
    sharp(source, { ...strictness, page, limitInputPixels: Math.max(limits.maxPixels, limits.maxBilevelPixels) });
  const metadataOf = (page: number): Promise<Metadata> =>
    open(page)
      .metadata()
      .catch((thrown) => {
        throw faultOf(thrown, title);
      });
  const first = await metadataOf(0);
  const pages = first.pages ?? 1;
  const checked = async (page: number): Promise<Metadata> => {
    if (page >= pages) throw noSuchPage(page, pages);
    const metadata = page === 0 ? first : await metadataOf(page);
    checkPixels(metadata, limits);
    checkSamples(metadata, title);
    return metadata;
  };
  return {
    pages,
    sizeOf: async (page) => (await checked(page)).autoOrient,
    read: async (page, box) => shrink(open(page), await checked(page), box, limits, title),
  };
}

async function shrink(
  picture: Sharp,
  metadata: Metadata,
  box: Size,
  limits: DecodeLimits,
  title: string,
): Promise<Raster> {
  const isGrey = metadata.space === "b-w" || metadata.space === "grey16";
  const depth = metadata.space === "grey16" ? "ushort" : "uchar";
  try {
    const { data, info } = await picture
      .timeout({ seconds: Math.max(1, Math.ceil(secondsLeft(limits))) })
      .autoOrient()
      .flatten({ background: WHITE })
      .resize({ ...box, fit: "inside", withoutEnlargement: true })
      .toColourspace(depth === "ushort" ? "grey16" : isGrey ? "b-w" : "srgb")
      .raw({ depth })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const samples = depth === "ushort" ? new Uint16Array(data.buffer, data.byteOffset, width * height) : data;
    return { data: samples, width, height, channels: isGrey ? 1 : 3, isBilevel: isBilevel(metadata) };
  } catch (thrown) {
    throw faultOf(thrown, title);
  }
}

// Lines of one bit cost next to nothing, unless the picture has to be turned or comes in passes: then all of it is held.
function checkPixels(metadata: Metadata, { maxPixels, maxBilevelPixels }: DecodeLimits): void {
  const { width, height, orientation = 1, isProgressive } = metadata;
  const isSequential = isBilevel(metadata) && orientation === 1 && !isProgressive;
  const allowed = isSequential ? maxBilevelPixels : maxPixels;
  if (width * height <= allowed) return;
  throw tooManyPixels(`at most ${allowed} pixels`, `${width} x ${height}`);
}

// libvips takes these for light, and shows black or white without a word.
function checkSamples({ depth }: Metadata, title: string): void {
  if (depth === "uchar" || depth === "ushort") return;
  throw unsupported(`expected samples of 8 or 16 bits in the ${title} picture, received ${depth}`);
}

function isBilevel({ bitsPerSample, channels, isPalette }: Metadata): boolean {
  return bitsPerSample === 1 && channels === 1 && !isPalette;
}
