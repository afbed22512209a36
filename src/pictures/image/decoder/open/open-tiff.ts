import { readFile } from "node:fs/promises";
import { noSuchPage, unsupported } from "../faults.ts";
import type { DecodeLimits } from "../limits.ts";
import type { PageReader, Raster } from "../pages.ts";
import { compressionName } from "../readers/tiff/compression.ts";
import { openWithSharp, type Strictness } from "./open-sharp.ts";
import type { TiffFacts, TiffPage } from "./tiff-facts.ts";

/** What libtiff in here can unpack: none, fax, LZW, JPEG, Deflate in both numbers, PackBits, WebP. */
const COMPRESSIONS = new Set([1, 2, 3, 4, 5, 7, 8, 32_773, 32_946, 50_001]);
/** Its decoder calls it a warning where the data ends too early, and fills the rest with grey. */
const JPEG = 7;

/** Opens a TIFF by libvips, but for what that would show wrongly without a word. Its pages are all directories of the file. */
export async function openTiff(
  source: string,
  { pages }: TiffFacts,
  strictness: Strictness,
  limits: DecodeLimits,
): Promise<PageReader> {
  const signs = pages.flatMap(({ signedAt }) => signedAt ?? []);
  const input = signs.length === 0 ? source : await withoutSigns(source, signs);
  const reader = await openWithSharp(input, "TIFF", strictness, limits).catch((thrown) => {
    // libvips opens no file of which it cannot unpack each page.
    for (const page of pages) checkCompression(page);
    throw thrown;
  });
  const read: PageReader["read"] = async (directory, box) => {
    const page = pages.find((each) => each.directory === directory);
    if (!page) return reader.read(directory, box);
    checkCompression(page);
    if (page.compression === JPEG && strictness.failOn !== "warning") {
      throw unsupported("faults of a JPEG are not passed over");
    }
    if (page.signedAt !== undefined) return withSign(await reader.read(directory, await reader.sizeOf(directory)));
    const raster = await reader.read(directory, box);
    return page.isPlainYcbcr && raster.channels === 3 ? fromYcbcr(raster) : raster;
  };
  return { ...reader, read };
}

function checkCompression({ compression }: TiffPage): void {
  if (COMPRESSIONS.has(compression)) return;
  throw unsupported(`expected a TIFF compression that is read here, received ${compressionName(compression)}`);
}

// libvips cuts off what lies below zero. So the sign is taken out of the file, and the range is moved when the page is read in
// full, before pixels are mixed.
async function withoutSigns(source: string, places: readonly number[]): Promise<Buffer> {
  const bytes = await readFile(source);
  const isLittle = bytes[0] === 0x49;
  for (const place of places) {
    if (isLittle) bytes.writeUInt16LE(1, place);
    else bytes.writeUInt16BE(1, place);
  }
  return bytes;
}

function withSign(raster: Raster): Raster {
  return { ...raster, data: raster.data.map((value) => value ^ 0x8000) };
}

// libvips takes its samples for RGB. The colours of ITU-R BT.601, as TIFF 6.0 (section 21) has them unless it says otherwise.
function fromYcbcr(raster: Raster): Raster {
  const data = new Uint8Array(raster.data.length);
  for (let at = 0; at < data.length; at += 3) {
    const [y = 0, blue = 0, red = 0] = raster.data.subarray(at, at + 3);
    data[at] = clamped(y + 1.402 * (red - 128));
    data[at + 1] = clamped(y - 0.344_136 * (blue - 128) - 0.714_136 * (red - 128));
    data[at + 2] = clamped(y + 1.772 * (blue - 128));
  }
  return { ...raster, data };
}

function clamped(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

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

/** Adds the shape of the pixels of each page; libvips reports the resolution of one side alone. */
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
