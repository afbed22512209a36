import { deflateSync } from "node:zlib";
import { TIFF } from "../../src/pictures/image/decoder/readers/tiff/tag-table.ts";
import { type Claim, gradient, u16le, u32le } from "./words.ts";

export const [UNPACKED, G4, LZW, JPEG_OLD, DEFLATE, PACKBITS] = [1, 4, 5, 6, 8, 32_773] as const;

/** One directory: its tags with their values, and its one strip. */
export type Page = { readonly tags: Readonly<Record<number, readonly number[]>>; readonly strip: Buffer };

/** Where the directories of a file lead: one to the next, or the last back to the first. */
export type Chain = "ends" | "turns back";

const [SHORT, LONG] = [3, 4];
/** Tags whose values do not fit into two bytes here. */
const LONGS = new Set<number>([
  TIFF.imageWidth,
  TIFF.imageLength,
  TIFF.stripOffsets,
  TIFF.rowsPerStrip,
  TIFF.stripByteCounts,
]);

/** A little-endian TIFF. Each page has its strip, in front of the directories, unless its tags say where it is. */
export function tiff(pages: readonly Page[], chain: Chain = "ends"): Buffer {
  const strips: Buffer[] = [];
  let at = 8;
  const placed = pages.map(({ tags, strip }) => {
    const tagged = { [TIFF.stripOffsets]: [at], [TIFF.stripByteCounts]: [strip.byteLength], ...tags };
    strips.push(strip);
    at += strip.byteLength;
    return tagged;
  });
  const first = at;
  const directories = placed.map((tags, index) => {
    const made = directory(tags, at, index < pages.length - 1, chain === "ends" ? 0 : first);
    at += made.byteLength;
    return made;
  });
  return Buffer.concat([u16le(0x4949, 42), u32le(first), ...strips, ...directories]);
}

/** So many directories over one strip, by its bytes made only once. */
export function manyPages(count: number): Buffer {
  const { tags, strip } = greyPage({ width: 8, height: 8 }, UNPACKED, Buffer.alloc(64, 0x90));
  const shared = { ...tags, [TIFF.stripOffsets]: [8], [TIFF.stripByteCounts]: [strip.byteLength] };
  const page = directory(shared, 0, false, 0);
  const size = page.byteLength;
  const first = 8 + strip.byteLength;
  const all = Buffer.concat(Array.from({ length: count }, () => page));
  for (let index = 0; index < count - 1; index++) {
    all.writeUInt32LE(first + (index + 1) * size, (index + 1) * size - 4);
  }
  return Buffer.concat([u16le(0x4949, 42), u32le(first), strip, all]);
}

/** A page of 8-bit grey, white where zero. */
export function greyPage({ width, height }: Claim, compression: number, strip: Buffer): Page {
  return { tags: tagsOf({ width, height }, 8, compression, 0, 1), strip };
}

export function rgbPage(claim: Claim, compression: number, strip: Buffer, bits = 8): Page {
  return { tags: { ...tagsOf(claim, bits, compression, 2, 3), [TIFF.bitsPerSample]: [bits, bits, bits] }, strip };
}

const MOST_FAX_BYTES = 4_096;

/** A white page of a fax: one bit a line, as far as a small file goes. */
export function whiteFax({ width, height }: Claim): Page {
  const lines = Buffer.alloc(Math.min(MOST_FAX_BYTES, Math.ceil(height / 8) + 3), 0xff);
  return { tags: tagsOf({ width, height }, 1, G4, 0, 1), strip: lines };
}

/** Strips of one row each, all of them the same bytes of the file. */
export function overlappingStrips({ width, height }: Claim): Buffer {
  const { tags, strip } = rgbPage({ width, height }, DEFLATE, deflateSync(Buffer.alloc(width * 3), { level: 9 }));
  const [offsets, counts] = [8, strip.byteLength].map((value) => Array.from({ length: height }, () => value));
  return tiff([
    {
      tags: {
        ...tags,
        [TIFF.rowsPerStrip]: [1],
        [TIFF.stripOffsets]: offsets ?? [],
        [TIFF.stripByteCounts]: counts ?? [],
      },
      strip,
    },
  ]);
}

/** A small picture in each of the compressions that need no coder of ours. */
export function smallTiff(claim: Claim): Buffer {
  const grey = gradient(claim, 1);
  const pages = [
    greyPage(claim, UNPACKED, grey),
    rgbPage(claim, DEFLATE, deflateSync(gradient(claim, 3))),
    whiteFax(claim),
    greyPage(
      claim,
      PACKBITS,
      Buffer.concat([...chunksOf(grey, 128)].map((run) => Buffer.concat([Buffer.of(run.byteLength - 1), run]))),
    ),
  ];
  return tiff(pages);
}

function* chunksOf(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

function tagsOf({ width, height }: Claim, bits: number, compression: number, photometric: number, samples: number) {
  return {
    [TIFF.imageWidth]: [width],
    [TIFF.imageLength]: [height],
    [TIFF.bitsPerSample]: [bits],
    [TIFF.compression]: [compression],
    [TIFF.photometricInterpretation]: [photometric],
    [TIFF.samplesPerPixel]: [samples],
    [TIFF.rowsPerStrip]: [height],
  };
}

function directory(tags: Page["tags"], at: number, hasNext: boolean, last: number): Buffer {
  const entries = Object.entries(tags)
    .map(([tag, values]) => [Number(tag), values] as const)
    .toSorted(([one], [other]) => one - other);
  const size = 2 + entries.length * 12 + 4;
  const outside: Buffer[] = [];
  let outsideAt = at + size;
  const rows = entries.map(([tag, values]) => {
    const type = LONGS.has(tag) ? LONG : SHORT;
    const bytes = type === LONG ? u32le(...values) : u16le(...values);
    const head = Buffer.concat([u16le(tag, type), u32le(values.length)]);
    if (bytes.byteLength <= 4) return Buffer.concat([head, bytes, Buffer.alloc(4 - bytes.byteLength)]);
    outside.push(bytes);
    outsideAt += bytes.byteLength;
    return Buffer.concat([head, u32le(outsideAt - bytes.byteLength)]);
  });
  const next = hasNext ? outsideAt : last;
  return Buffer.concat([u16le(entries.length), ...rows, u32le(next), ...outside]);
}
