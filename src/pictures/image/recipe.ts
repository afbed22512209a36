import { inRange, integer, type ValueKind } from "../../splunk/value-kinds.ts";
import { type FormatChoice, MAX_SIDE, MIN_SIDE } from "../contract.ts";
import type { CaptionPart } from "./caption-template.ts";

export type Size = { readonly width: number; readonly height: number };

/** Where a caption stands: on the picture, or on a strip below it that hides nothing. */
export const CAPTION_PLACES = ["overlay", "strip"] as const;
export type CaptionPlace = (typeof CAPTION_PLACES)[number];

/** Pages that are chosen by a word: the page with the most pixels, and the first 16 pages side by side. */
export const PAGE_WORDS = ["largest", "sheet"] as const;
/** A page from 1, or a word. */
export type PageChoice = number | (typeof PAGE_WORDS)[number];

/**
 * All that decides how a source becomes the picture that is shown. Each field has its place in the picture's name in the
 * cache, here, and in its address, in recipe-text.ts: one that lacks either does not compile. `isStale` alone is optional,
 * for it is not asked for but found.
 */
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

/** `500x500`; the `>` that the original's ImageMagick wanted behind it, bare or escaped, changes nothing. */
export const size: ValueKind<Size> = {
  expected: `WIDTHxHEIGHT with sides from ${MIN_SIDE} to ${MAX_SIDE}, as in 500x500`,
  parse: (text) => {
    const match = /^(\d{1,5})x(\d{1,5})(?:\\?>)?$/i.exec(text);
    const width = inRange(Number(match?.[1]), MIN_SIDE, MAX_SIDE);
    const height = inRange(Number(match?.[2]), MIN_SIDE, MAX_SIDE);
    return width && height ? { width, height } : undefined;
  },
};

/** No page behind this one is shown. */
export const LAST_PAGE = 10_000;
export const pageNumber = integer(1, LAST_PAGE);

/** One text for each recipe, equal exactly when the pictures are: part of the cache key. */
export function canonicalRecipe(recipe: Recipe): string {
  const { width, height, format, page, caption } = recipe;
  // The order is that of the names in the caches that there are. A field that is undefined is left out of the name.
  const named = {
    width,
    height,
    format,
    quality: encodedQuality(recipe),
    page,
    caption,
    place: caption.length === 0 ? "" : recipe.place,
    isStale: recipe.isStale ? "stale" : undefined,
  } satisfies Record<keyof Recipe, unknown>;
  return JSON.stringify(Object.values(named).filter((part) => part !== undefined));
}

/** The recipe by which a picture that this one made is shown once more: what was done to it is not done twice. */
export function recipeOfCopy({ width, height, format, quality }: Recipe): Recipe {
  const copy: Required<Omit<Recipe, "isStale">> = {
    width,
    height,
    format,
    quality,
    page: 1,
    caption: [],
    place: "overlay",
  };
  return copy;
}

/** PNG knows no quality, so two qualities are one picture and have one name. */
export function encodedQuality({ format, quality }: Pick<Recipe, "format" | "quality">): number {
  return format === "png" ? 0 : quality;
}
