import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { loadFace } from "./outline-text.ts";
import { type GlyphRow, rasteriseSize } from "./rasterise-size.ts";

/** Writes the decoder's letters as finished bitmaps, so that drawing text at run time needs no font and no font library. */

const sizes = [11, 15, 20];

const ranges: [first: number, last: number][] = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x100, 0x17f],
  [0x370, 0x3ff],
  [0x400, 0x45f],
  [0x490, 0x491],
  [0x2010, 0x2015],
  [0x2018, 0x201e],
  [0x2022, 0x2022],
  [0x2026, 0x2026],
  [0x20ac, 0x20ac],
  [0x2116, 0x2116],
  [0xfffd, 0xfffd],
];

function* codePoints(): Generator<number> {
  for (const [first, last] of ranges) for (let code = first; code <= last; code += 1) yield code;
}

function packAtlas(header: object, coverage: Uint8Array): Buffer {
  const packed = gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), coverage]), { level: 9 });
  // Byte 9 names the operating system that packed it; 255 ("unknown") keeps the file the same wherever it is made.
  packed[9] = 255;
  return packed;
}

const font = loadFace("sans");
const wanted = [...codePoints()].filter((code) => font.hasGlyphForCodePoint(code));
const bitmaps: Uint8Array[] = [];
const tables: { px: number; ascent: number; descent: number; glyphs: Record<number, GlyphRow> }[] = [];
let offset = 0;

for (const px of sizes) {
  const size = await rasteriseSize(font, px, wanted);
  const glyphs: Record<number, GlyphRow> = {};
  for (const { code, bitmap, width, height, left, top, advance } of size.glyphs) {
    glyphs[code] = [offset, width, height, left, top, advance];
    bitmaps.push(bitmap);
    offset += bitmap.length;
  }
  tables.push({ px, ascent: size.ascent, descent: size.descent, glyphs });
}

const target = new URL("../src/image/decoder/glyphs.bin", import.meta.url);
const file = packAtlas({ family: "DejaVu Sans", sizes: tables }, Buffer.concat(bitmaps));
await mkdir(new URL(".", target), { recursive: true });
await writeFile(target, file);
console.log(`${fileURLToPath(target)}: ${wanted.length} characters, ${sizes.length} sizes, ${file.length} bytes`);
