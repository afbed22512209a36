import {
  Channels,
  ClassType,
  ColorProfile,
  ColorSpace,
  type IMagickImage,
  MagickError,
  Orientation,
} from "@imagemagick/magick-wasm";
import type { Raster } from "../pages.ts";
import { srgbProfile } from "./srgb-profile.ts";

/** Of 8 bits. */
const MAX_PALETTE = 256;
/** Of the curve of sRGB, as one power. */
const SRGB_GAMMA = 2.2;

/** The pixels of an image that has been read, upright and in grey or sRGB. Changes the image. Throws MagickError. */
export function rasterOf(image: IMagickImage, format: string): Raster {
  if (image.orientation > Orientation.TopLeft) image.autoOrient();
  // Asked before anything is converted: afterwards each sample has 8 bits.
  const hasGreyPalette = isGreyPalette(image);
  if (hasGreyPalette) image.colorSpace = ColorSpace.Gray;
  const isBilevel =
    image.colorSpace === ColorSpace.Gray && (image.depth === 1 || (hasGreyPalette && image.colormapSize <= 2));
  toSrgb(image, format);
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

function toSrgb(image: IMagickImage, format: string): void {
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
  // Its reader gives linear light another name than that of its colour space.
  if (format === "EXR" && image.colorSpace === ColorSpace.sRGB && image.gamma === 1) {
    image.gammaCorrect(SRGB_GAMMA, Channels.RGB);
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
