import type { OutputFormat } from "../contract.ts";

/** All that decides how a source becomes the picture that is shown. */
export type Recipe = {
  /** Box in pixels that larger pictures shrink into. */
  readonly width: number;
  readonly height: number;
  readonly format: OutputFormat;
  /** 1 to 100, for JPEG and WebP. */
  readonly quality: number;
  /** From 1. */
  readonly page: number;
  /** Name written on the picture; empty for none. */
  readonly caption: string;
  /** Whether the caption says that the picture could not be checked against its server. */
  readonly isStale?: boolean;
};

/** One text for each recipe, equal exactly when the pictures are: part of the cache key. */
export function canonicalRecipe(recipe: Recipe): string {
  const { width, height, format, quality, page, caption, isStale } = recipe;
  // PNG knows no quality, so two qualities are one picture.
  return JSON.stringify([
    width,
    height,
    format,
    format === "png" ? 0 : quality,
    page,
    caption,
    ...(isStale ? ["stale"] : []),
  ]);
}
