import type { ImageError } from "../contract.ts";
import type { Recipe } from "./recipe.ts";
import type { SourceFormat } from "./sniff.ts";

/** Turns a source file into the shown picture, in two variants: as fetched, and with the mark of a cached one. */
export type RenderJob = {
  readonly kind: "render";
  readonly source: string;
  readonly format: SourceFormat;
  readonly recipe: Recipe;
  readonly maxPixels: number;
  /** Files to write; they must not exist. Without a caption, and of a stale picture, only `fresh` is written. */
  readonly fresh: string;
  readonly cached: string;
};

/** Draws a picture that says why there is none. */
export type PlacardJob = {
  readonly kind: "placard";
  readonly title: string;
  readonly text: string;
  /** File to write, always PNG; it must not exist. */
  readonly fresh: string;
};

export type DecoderJob = RenderJob | PlacardJob;

/** What came out of a job. Width, height and pages are those of the source, upright. */
export type Rendered = {
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  /** Bytes of the files written; `cached` is undefined where both variants are one. */
  readonly freshBytes: number;
  readonly cachedBytes: number | undefined;
};

export type DecoderRequest = { readonly id: number; readonly job: DecoderJob };
export type DecoderReply = {
  readonly id: number;
  readonly result: { readonly ok: true; readonly value: Rendered } | { readonly ok: false; readonly error: ImageError };
  /** Memory of the child, in bytes, so that its parent can replace it in time. */
  readonly memory: number;
};
