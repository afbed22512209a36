import {
  AlphaAction,
  type IMagickImage,
  MagickColors,
  MagickError,
  type MagickFormat,
  MagickGeometry,
  MagickImage,
  MagickImageCollection,
  MagickReadSettings,
  Orientation,
  type WarningEvent,
} from "@imagemagick/magick-wasm";
import type { Raster, Size } from "../pages.ts";
import { missingPixels } from "./faults.ts";
import { rasterOf } from "./raster.ts";

/** More pages than that are not counted. */
export const MAX_PAGES = 10_000;

/** Their pages are frames, which may cover a part of the canvas and lie over what was there before. */
const ANIMATED = new Set(["GIF", "MNG", "WEBP"]);
/** Their further images are layers: the first is the picture as it was saved, or all of them together are. */
const LAYERED = new Set(["PSD", "PSB", "XCF"]);
/** The only format whose layers nobody has put together. */
const UNMERGED = "XCF";

const LYING: ReadonlySet<Orientation> = new Set([
  Orientation.LeftTop,
  Orientation.RightTop,
  Orientation.RightBottom,
  Orientation.LeftBottom,
]);

/** Upright sizes of the pages, without their pixels where the format allows. Throws MagickError. */
export function readSizes(bytes: Uint8Array, format: string): Size[] {
  const first = { frameIndex: 0 };
  if (LAYERED.has(format)) return pingSizes(bytes, format, first);
  try {
    const sizes = pingSizes(bytes, format, { frameIndex: 0, frameCount: MAX_PAGES });
    if (sizes.length > 0) return sizes;
  } catch (thrown) {
    if (!(thrown instanceof MagickError)) throw thrown;
  }
  // Some readers go on behind the last picture, take what lies there for one more, and fail.
  return pingSizes(bytes, format, first);
}

/** One page as a viewer shows it. Throws MagickError, also where the decoder only warns that pixels are missing. */
export function readPage(bytes: Uint8Array, format: string, page: number): Raster {
  if (format === UNMERGED) return readMerged(bytes, format);
  const image = MagickImage.create();
  try {
    let missing: MagickError | undefined;
    image.onWarning = ({ error }: WarningEvent) => {
      missing ??= missingPixels(error);
    };
    image.read(bytes, settingsFor(format, { frameIndex: page }));
    if (missing) throw missing;
    if (ANIMATED.has(format) && (page > 0 || !coversCanvas(image))) return readFrame(bytes, format, page);
    return rasterOf(image, format);
  } finally {
    image.dispose();
  }
}

function pingSizes(bytes: Uint8Array, format: string, frames: Partial<MagickReadSettings>): Size[] {
  const images = MagickImageCollection.create();
  try {
    images.ping(bytes, settingsFor(format, frames));
    return images.map((image) => (ANIMATED.has(format) ? canvasOf(image) : sizeOf(image)));
  } finally {
    images.dispose();
  }
}

function readMerged(bytes: Uint8Array, format: string): Raster {
  const [canvas] = pingSizes(bytes, format, { frameIndex: 0 });
  const layers = MagickImageCollection.create();
  try {
    layers.read(bytes, settingsFor(format));
    const [lowest] = layers;
    if (!lowest || !canvas) throw new MagickError("NoImagesFound");
    lowest.page = new MagickGeometry(lowest.page.x, lowest.page.y, canvas.width, canvas.height);
    lowest.backgroundColor = MagickColors.Transparent;
    return layers.flatten((image) => rasterOf(image, format));
  } finally {
    layers.dispose();
  }
}

function readFrame(bytes: Uint8Array, format: string, page: number): Raster {
  const frames = MagickImageCollection.create();
  try {
    frames.read(bytes, settingsFor(format, { frameIndex: 0, frameCount: page + 1 }));
    for (const each of frames) {
      // Around the frames lies nothing, whatever colour the file has for it: so browsers show it.
      each.alpha(AlphaAction.Set);
      each.backgroundColor = MagickColors.Transparent;
    }
    frames.coalesce();
    const frame = frames[page];
    if (!frame) throw new MagickError("NoImagesFound");
    return rasterOf(frame, format);
  } finally {
    frames.dispose();
  }
}

function coversCanvas(image: IMagickImage): boolean {
  const { page, width, height } = image;
  const canvas = canvasOf(image);
  return page.x === 0 && page.y === 0 && width === canvas.width && height === canvas.height;
}

function canvasOf({ page, width, height }: IMagickImage): Size {
  return { width: page.width || width, height: page.height || height };
}

function sizeOf({ width, height, orientation }: IMagickImage): Size {
  return LYING.has(orientation) ? { width: height, height: width } : { width, height };
}

function settingsFor(format: string, frames: Partial<MagickReadSettings> = {}): MagickReadSettings {
  const settings = new MagickReadSettings({ format: format as MagickFormat, ...frames });
  // Photoshop puts its layers into a tag of a TIFF, and they would follow as pages.
  settings.setDefine("tiff:ignore-layers", "true");
  return settings;
}
