import type { SourceFormat } from "../../src/pictures/image/formats.ts";
import type { Picture } from "./pictures.ts";

/** One sample of the corpus: a file that is made, and what a person would see on it. */
export type Sample = {
  /** Name of the file; its ending is the one under which such files are met. */
  readonly file: string;
  /** As whom the sniffer shall know it; `undefined` where it shall be found to be no picture that we take. */
  readonly format: SourceFormat | undefined;
  /** What is special about it within its format. */
  readonly about: string;
  /**
   * Commands that write it: words between single spaces, run without a shell in the folder of the source pictures. `@`
   * stands for the file's name. The first word is a program, or a maker of our own (makers/makers.ts).
   */
  readonly make: readonly string[];
  readonly shows: Picture;
  readonly pages: number;
  /** The page to show. */
  readonly page: number;
  /** Why the picture of Debian's ImageMagick is no measure for it: it cannot read such a file, or shows it wrongly. */
  readonly unlikeMagick?: string;
  /** Why it cannot be opened here, as a known limit. */
  readonly limit?: string;
};

export type Details = Partial<Pick<Sample, "pages" | "page" | "unlikeMagick" | "limit">>;

/** A row of a table of samples of one format. */
export type Row = readonly [file: string, shows: Picture, about: string, make: string | readonly string[], Details?];

/** Rows of one format as samples. */
export function samplesOf(format: SourceFormat | undefined, rows: readonly Row[]): readonly Sample[] {
  return rows.map(([file, shows, about, make, details]) => ({
    ...{ file, format, about, shows, pages: 1, page: 1 },
    make: typeof make === "string" ? [make] : make,
    ...details,
  }));
}
