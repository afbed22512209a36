import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { glyphAtlas } from "./glyph-atlas.ts";

/** Writes the atlas of the decoder's letters, packed. */

const target = new URL("../src/pictures/image/decoder/caption/glyphs.bin", import.meta.url);
const { bytes, characters } = await glyphAtlas();
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
const packed = brotliCompressSync(bytes, { params });
await mkdir(new URL(".", target), { recursive: true });
await writeFile(target, packed);
console.log(`${fileURLToPath(target)}: ${characters} characters, ${packed.length} bytes`);
