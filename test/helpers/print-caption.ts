import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadFonts } from "../../src/image/decoder/glyphs.ts";
import { prepareSharp } from "../../src/image/decoder/open-sharp.ts";
import { renderPlacard } from "../../src/image/decoder/render.ts";

/** Draws two error pictures that differ in one letter and prints the hash of each. */
const fonts = loadFonts(new URL("../../src/image/decoder/glyphs.bin", import.meta.url));
prepareSharp();
const folder = mkdtempSync(join(tmpdir(), "getimage-test-"));
for (const text of ["A", "B"]) {
  const fresh = join(folder, `${text}.png`);
  await renderPlacard({ kind: "placard", title: "", text, advice: "", fresh }, fonts);
  process.stdout.write(`${createHash("sha256").update(readFileSync(fresh)).digest("hex")}\n`);
}
rmSync(folder, { recursive: true });
