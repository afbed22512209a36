import { readFile } from "node:fs/promises";
import { DecodeFault, type DecodeLimits, type PageReader, type Raster } from "../pages.ts";
import { openWithSharp, type Strictness } from "./open-sharp.ts";
import { type TiffFacts, tiffFacts } from "./tiff-facts.ts";

/** What libtiff in here can unpack: none, fax, LZW, JPEG, Deflate in both numbers, PackBits, WebP. */
const COMPRESSIONS = new Set([1, 2, 3, 4, 5, 7, 8, 32_773, 32_946, 50_001]);

/** Opens a TIFF by libvips, but for what libvips would show wrongly without a word. */
export async function openTiff(source: string, strictness: Strictness, limits: DecodeLimits): Promise<PageReader> {
  const facts = await tiffFacts(source);
  if (facts && !COMPRESSIONS.has(facts.compression)) {
    const text = `expected a TIFF compression that libtiff has here, received ${facts.compression}`;
    throw new DecodeFault({ code: "unsupported", text });
  }
  if (facts?.signedAt !== undefined) return openSigned(source, facts.signedAt, strictness, limits);
  const reader = await openWithSharp(source, "TIFF", strictness, limits);
  const read: PageReader["read"] = async (page, box) => {
    const raster = await reader.read(page, box);
    if (strictness.failOn === "truncated") checkNotBlank(raster);
    return facts?.isPlainYcbcr && raster.channels === 3 ? fromYcbcr(raster) : raster;
  };
  return { ...reader, sizeOf: sizeOfPages(reader, facts), read };
}

// libvips tells the resolution of one side alone.
function sizeOfPages({ sizeOf }: PageReader, facts: TiffFacts | undefined): PageReader["sizeOf"] {
  return async (page) => ({ ...(await sizeOf(page)), ...(facts?.pixelAspect && { pixelAspect: facts.pixelAspect }) });
}

// libvips cuts off what lies below zero. So it is told that there is no sign, and the range is moved here, before pixels
// are mixed.
async function openSigned(
  source: string,
  signedAt: number,
  strictness: Strictness,
  limits: DecodeLimits,
): Promise<PageReader> {
  const bytes = await readFile(source);
  const isLittle = bytes[0] === 0x49;
  if (isLittle) bytes.writeUInt16LE(1, signedAt);
  else bytes.writeUInt16BE(1, signedAt);
  const reader = await openWithSharp(bytes, "TIFF", strictness, limits);
  const read: PageReader["read"] = async (page) => {
    const raster = await reader.read(page, await reader.sizeOf(page));
    return { ...raster, data: raster.data.map((value) => value ^ 0x8000) };
  };
  return { ...reader, read };
}

// When faults are passed over, a page of which nothing could be read comes out in one colour.
function checkNotBlank({ data }: Raster): void {
  const [first] = data;
  if (!data.every((value) => value === first)) return;
  throw new DecodeFault({ code: "corrupt", text: "nothing of the TIFF page could be decoded" });
}

// libvips takes its samples for RGB. The colours of ITU-R BT.601, as TIFF has them unless it says otherwise.
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
