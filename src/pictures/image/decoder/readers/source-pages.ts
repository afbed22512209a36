import type { SourceFormat } from "../../formats.ts";
import type { PageSize, Raster } from "../pages.ts";

/** A source that was opened without decoding pixels. Pages count from 0; `page` throws DecodeFault. */
export type SourcePages = { readonly pages: number; readonly page: (index: number) => SourcePage };

/** One page: what is known of it at once, and the function that does the work, which throws DecodeFault. */
export type SourcePage = PlainPage | EmbeddedPage;

type PageFacts = {
  /** Upright. */
  readonly size: PageSize;
  /** A sentence for people, where the picture is shown otherwise than a special viewer would show it. */
  readonly note?: string | undefined;
};

export type PlainPage = PageFacts & { readonly kind: "raster"; readonly raster: () => Raster };

/** A page that is, or can be made into, a file of a format that others decode. */
export type EmbeddedPage = PageFacts & {
  readonly kind: "file";
  readonly format: SourceFormat;
  /** The page inside that file, from 0. */
  readonly page: number;
  readonly file: () => EmbeddedFile;
  /** Where it is not the plain range: grey samples have to be spread so that `black` becomes black and `white` white. */
  readonly levels?: Levels | undefined;
};

/** `note` is for people: what was done to the page to make the file. */
export type EmbeddedFile = { readonly bytes: Buffer; readonly note?: string };

/** Fractions of the range of the samples; `black` above `white` means a negative. */
export type Levels = { readonly black: number; readonly white: number };
