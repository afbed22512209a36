import type { FormatChoice } from "../contract.ts";
import type { CaptionPart } from "./caption-template.ts";

/** Where a caption stands: on the picture, or on a strip below it that hides nothing. */
export const CAPTION_PLACES = ["overlay", "strip"] as const;
export type CaptionPlace = (typeof CAPTION_PLACES)[number];

/** A page from 1, the page with the most pixels, or the first 16 pages side by side. */
export type PageChoice = number | "largest" | "sheet";

/** All that decides how a source becomes the picture that is shown. */
export type Recipe = {
  /** Box in pixels that larger pictures shrink into, strip included. */
  readonly width: number;
  readonly height: number;
  readonly format: FormatChoice;
  /** 1 to 100, for JPEG and WebP. */
  readonly quality: number;
  readonly page: PageChoice;
  /** Empty for none. */
  readonly caption: readonly CaptionPart[];
  readonly place: CaptionPlace;
  /** Whether the caption says that the picture could not be checked against its server. */
  readonly isStale?: boolean;
};

/** One text for each recipe, equal exactly when the pictures are: part of the cache key. */
export function canonicalRecipe(recipe: Recipe): string {
  const { width, height, format, quality, page, caption, place, isStale } = recipe;
  return JSON.stringify([
    width,
    height,
    format,
    // PNG knows no quality, so two qualities are one picture.
    format === "png" ? 0 : quality,
    page,
    caption,
    caption.length === 0 ? "" : place,
    ...(isStale ? ["stale"] : []),
  ]);
}
