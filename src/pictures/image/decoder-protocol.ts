import type { ImageError, Rendition } from "../contract.ts";
import type { DecodeLimits } from "./decoder/limits.ts";
import type { SourceFormat } from "./formats.ts";
import type { Recipe } from "./recipe.ts";

/** Turns a source file into the shown picture, in two variants: as fetched, and with the mark of a cached one. */
export type RenderJob = {
  readonly kind: "render";
  readonly source: string;
  readonly format: SourceFormat;
  readonly recipe: Recipe;
  readonly limits: DecodeLimits;
  /** When the source was fetched, in milliseconds since 1970; a caption may show it. */
  readonly fetchedAt: number;
  /** Whether a thumbnail is wanted, too. */
  readonly thumb: boolean;
  /** Files to write; they must not exist. Where both variants are the same, only `fresh` is written. */
  readonly fresh: string;
  readonly cached: string;
};

/** Draws a picture that says why there is none. */
export type ErrorPictureJob = {
  readonly kind: "error-picture";
  readonly title: string;
  readonly text: string;
  /** What the user can do about it. */
  readonly advice: string;
  /** File to write, always PNG; it must not exist. */
  readonly fresh: string;
};

export type DecoderJob = RenderJob | ErrorPictureJob;

/** What came out of a job; `cachedBytes` is undefined where both variants are one file. */
export type Rendered = Rendition & { readonly cachedBytes: number | undefined };

export type DecoderRequest = { readonly id: number; readonly job: DecoderJob };
export type DecoderReply = {
  readonly id: number;
  readonly result: { readonly ok: true; readonly value: Rendered } | { readonly ok: false; readonly error: ImageError };
  /** Memory of the child, in bytes, so that its parent can replace it in time. */
  readonly memory: number;
};
