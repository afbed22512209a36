import {
  ClassType,
  ColorProfile,
  ColorSpace,
  type IMagickImage,
  MagickError,
  type MagickFormat,
  MagickColors,
  MagickImage,
  MagickImageCollection,
  MagickReadSettings,
  Orientation,
  type WarningEvent,
} from "@imagemagick/magick-wasm";
import { missingPixels } from "./magick-faults.ts";
import type { Raster, Size } from "./pages.ts";
import { srgbProfile } from "./srgb-profile.ts";

/** More pages than that are not counted. */
export const MAX_PAGES = 10_000;

/** Their pages are frames, which may cover a part of the canvas and lie over what was there before. */
const ANIMATED = new Set(["GIF", "MNG", "WEBP"]);
/** Their further images are layers: the first is the picture as it was saved, or all of them together are. */
const LAYERED = new Set(["PSD", "PSB", "XCF"]);
/** The only format whose layers nobody has put together. */
const UNMERGED = "XCF";

/** Of 8 bits. */
const MAX_PALETTE = 256;

const LYING: ReadonlySet<Orientation> = new Set([
  Orientation.LeftTop,
  Orientation.RightTop,
  Orientation.RightBottom,
  Orientation.LeftBottom,
]);

/** Upright sizes of the pages, without their pixels where the format allows. Throws MagickError. */
export function readSizes(bytes: Uint8Array, format: string): Size[] {
  const only = LAYERED.has(format) ? {} : { frameIndex: 0, frameCount: MAX_PAGES };
  const images = MagickImageCollection.create();
  try {
    images.ping(bytes, settingsFor(format, only));
    const sizes = images.map((image) => (onCanvas(format) ? canvasOf(image) : sizeOf(image)));
    return LAYERED.has(format) ? sizes.slice(0, 1) : sizes;
  } finally {
    images.dispose();
  }
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
    const { width, height } = canvasOf(image);
    const isPart = image.page.x !== 0 || image.page.y !== 0 || image.width !== width || image.height !== height;
    return ANIMATED.has(format) && (page > 0 || isPart) ? readFrame(bytes, format, page) : rasterOf(image);
  } finally {
    image.dispose();
  }
}

function readMerged(bytes: Uint8Array, format: string): Raster {
  const layers = MagickImageCollection.create();
  try {
    layers.read(bytes, settingsFor(format));
    return layers.length === 1 ? rasterOf(layers[0] as IMagickImage) : layers.flatten(rasterOf);
  } finally {
    layers.dispose();
  }
}

function readFrame(bytes: Uint8Array, format: string, page: number): Raster {
  const frames = MagickImageCollection.create();
  try {
    frames.read(bytes, settingsFor(format, { frameIndex: 0, frameCount: page + 1 }));
    // Around the frames lies nothing, whatever colour the file has for it: so browsers show it.
    for (const each of frames) each.backgroundColor = MagickColors.Transparent;
    frames.coalesce();
    const frame = frames[page];
    if (!frame) throw new MagickError(`there is no frame ${page}`);
    return rasterOf(frame);
  } finally {
    frames.dispose();
  }
}

function rasterOf(image: IMagickImage): Raster {
  if (image.orientation > Orientation.TopLeft) image.autoOrient();
  // Asked before anything is converted: afterwards each sample has 8 bits.
  const hasGreyPalette = isGreyPalette(image);
  if (hasGreyPalette) image.colorSpace = ColorSpace.Gray;
  const isBilevel =
    image.colorSpace === ColorSpace.Gray && (image.depth === 1 || (hasGreyPalette && image.colormapSize <= 2));
  toSrgb(image);
  const { width, height } = image;
  const hasAlpha = image.hasAlpha && !image.isOpaque;
  const bands = (image.colorSpace === ColorSpace.Gray ? "R" : "RGB") + (hasAlpha ? "A" : "");
  // The pixels as they lie in memory cost a third of an export; it is needed where there is an index or an idle alpha.
  const isPlain = image.channelCount === bands.length;
  const data = image.getPixels((pixels) =>
    isPlain
      ? pixels.getReadOnlyArea(0, 0, width, height).slice()
      : (pixels.toByteArray(0, 0, width, height, bands) ?? new Uint8Array()),
  );
  if (data.byteLength !== width * height * bands.length) throw new MagickError("Memory allocation failed");
  return { data, width, height, channels: bands.length as Raster["channels"], isBilevel };
}

function toSrgb(image: IMagickImage): void {
  const isGrey = image.colorSpace === ColorSpace.Gray || image.colorSpace === ColorSpace.LinearGray;
  const profile = image.getColorProfile();
  if (profile && !/^sRGB/i.test(profile.description ?? "")) {
    try {
      image.transformColorSpace(new ColorProfile(srgbProfile()));
    } catch (thrown) {
      // A profile that is damaged or of another colour space: most viewers pass it over, too.
      if (!(thrown instanceof MagickError)) throw thrown;
    }
  }
  const shown = isGrey ? ColorSpace.Gray : ColorSpace.sRGB;
  if (image.colorSpace !== shown) image.colorSpace = shown;
}

// Of palettes, ImageMagick calls those of a fax coloured, too.
function isGreyPalette(image: IMagickImage): boolean {
  const { classType, colormapSize } = image;
  if (classType !== ClassType.Pseudo || colormapSize > MAX_PALETTE) return false;
  for (let index = 0; index < colormapSize; index++) {
    const colour = image.getColormapColor(index);
    if (!colour || colour.r !== colour.g || colour.g !== colour.b) return false;
  }
  return true;
}

function onCanvas(format: string): boolean {
  return ANIMATED.has(format) || LAYERED.has(format);
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
