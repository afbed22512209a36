import type { ImageDecoder, ImageError, OutputFormat } from "../contract.ts";
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

/** What came out of a job. Width and height are those of the source's page, upright. */
export type Rendered = {
  readonly width: number;
  readonly height: number;
  /** Pages of the source. */
  readonly pages: number;
  /** Pages that are shown, from 1; the same unless it is a contact sheet. */
  readonly page: number;
  readonly lastPage: number;
  readonly decoder: ImageDecoder;
  /** What was done to show it that a person should know; absent where nothing was. */
  readonly note?: string;
  /** Of the files written. */
  readonly format: OutputFormat;
  /** Bytes of the files written; `cached` is undefined where both variants are one. */
  readonly freshBytes: number;
  readonly cachedBytes: number | undefined;
  /** A small JPEG of the picture without its caption, in base64; empty where none is small enough. */
  readonly thumb?: string;
};

export type DecoderRequest = { readonly id: number; readonly job: DecoderJob };
export type DecoderReply = {
  readonly id: number;
  readonly result: { readonly ok: true; readonly value: Rendered } | { readonly ok: false; readonly error: ImageError };
  /** Memory of the child, in bytes, so that its parent can replace it in time. */
  readonly memory: number;
};
