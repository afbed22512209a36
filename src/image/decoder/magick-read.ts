import {
  ColorProfile,
  ColorSpace,
  type IMagickImage,
  MagickError,
  type MagickFormat,
  MagickImage,
  MagickImageCollection,
  MagickReadSettings,
  Orientation,
  type WarningEvent,
} from "@imagemagick/magick-wasm";
import { hidesPixels } from "./magick-faults.ts";
import type { Raster, Size } from "./pages.ts";
import { srgbProfile } from "./srgb-profile.ts";

const TURNED: readonly Orientation[] = [
  Orientation.LeftTop,
  Orientation.RightTop,
  Orientation.RightBottom,
  Orientation.LeftBottom,
];

/** Upright sizes of the pages, without their pixels where the format allows. Throws MagickError. */
export function readSizes(bytes: Uint8Array, format: string): Size[] {
  const pages = MagickImageCollection.create();
  try {
    pages.ping(bytes, settingsFor(format));
    return pages.map(({ width, height, orientation }) =>
      TURNED.includes(orientation) ? { width: height, height: width } : { width, height },
    );
  } finally {
    pages.dispose();
  }
}

export function readPage(bytes: Uint8Array, format: string, page: number): Raster {
  const image = MagickImage.create();
  try {
    let warning: MagickError | undefined;
    image.onWarning = ({ error }: WarningEvent) => {
      warning = [error, ...error.relatedErrors].find(({ message }) => hidesPixels(message)) ?? warning;
      if (process.env["MG"]) console.log("WARN", error.message, error.severity, error.relatedErrors.map((e) => e.message));
    };
    image.read(bytes, settingsFor(format, page));
    if (warning) throw warning;
    if (process.env["MG"])
      console.log(image.format, image.width, image.height, "cs", image.colorSpace, "depth", image.depth, image.page.toString(), image.profileNames, image.channels.map(String), image.hasAlpha, image.orientation);
    return rasterOf(image);
  } finally {
    image.dispose();
  }
}

function rasterOf(image: IMagickImage): Raster {
  image.autoOrient();
  toSrgb(image);
  const { width, height } = image;
  const isBilevel = image.depth === 1 && image.colorSpace === ColorSpace.Gray;
  image.depth = 8;
  const hasAlpha = image.hasAlpha && !image.isOpaque;
  const isGrey = image.colorSpace === ColorSpace.Gray;
  const bands = (isGrey ? "R" : "RGB") + (hasAlpha ? "A" : "");
  const data = image.getPixels((pixels) => pixels.toByteArray(0, 0, width, height, bands));
  if (!data) throw new Error("no pixels");
  return { data, width, height, channels: bands.length as Raster["channels"], isBilevel };
}

function toSrgb(image: IMagickImage): void {
  if (image.getColorProfile()) image.transformColorSpace(new ColorProfile(srgbProfile()));
  if (image.colorSpace === ColorSpace.LinearGray) image.colorSpace = ColorSpace.Gray;
  if (image.colorSpace !== ColorSpace.Gray && image.colorSpace !== ColorSpace.sRGB) image.colorSpace = ColorSpace.sRGB;
}

function settingsFor(format: string, page?: number): MagickReadSettings {
  return new MagickReadSettings({ format: format as MagickFormat, ...(page !== undefined && { frameIndex: page }) });
}
