import { createHash } from "node:crypto";
import { drawErrorPicture } from "../../src/pictures/image/decoder/caption/error-picture.ts";
import { loadFonts } from "../../src/pictures/image/decoder/caption/glyphs.ts";

/** Draws two error pictures that differ in one letter and prints the hash of each. */
const fonts = loadFonts(new URL("../../src/pictures/image/decoder/caption/glyphs.bin", import.meta.url));
for (const text of ["A", "B"]) {
  const { data } = drawErrorPicture("", text, "", fonts);
  process.stdout.write(`${createHash("sha256").update(data).digest("hex")}\n`);
}
