import { noSuchPage } from "../faults.ts";
import type { PageReader } from "../pages.ts";
import type { TiffFacts } from "./tiff-facts.ts";

/** Leaves out the smaller copies and masks among the directories of a TIFF, which every decoder takes for pages. */
export function withoutCopies(reader: PageReader, { pages, directories }: TiffFacts): PageReader {
  // A decoder that counts otherwise has left some out by itself.
  if (pages.length === directories || reader.pages !== directories) return reader;
  const directoryOf = (page: number): number => {
    const found = pages[page];
    if (!found) throw noSuchPage(page, pages.length);
    return found.directory;
  };
  return {
    pages: pages.length,
    get decoder() {
      return reader.decoder;
    },
    sizeOf: async (page) => reader.sizeOf(directoryOf(page)),
    read: async (page, box) => reader.read(directoryOf(page), box),
  };
}

/** Tells the shape of the pixels of each page; libvips tells the resolution of one side alone. */
export function withAspects(reader: PageReader, { pages }: TiffFacts): PageReader {
  if (pages.every(({ pixelAspect }) => pixelAspect === undefined) || reader.pages !== pages.length) return reader;
  return {
    pages: reader.pages,
    get decoder() {
      return reader.decoder;
    },
    sizeOf: async (page) => {
      const pixelAspect = pages[page]?.pixelAspect;
      return { ...(await reader.sizeOf(page)), ...(pixelAspect !== undefined && { pixelAspect }) };
    },
    read: reader.read,
  };
}
