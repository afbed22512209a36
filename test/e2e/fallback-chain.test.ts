import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { startImageServer } from "../../src/stand-in/image-server.ts";
import { runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, installApp } from "../helpers/installed-app.ts";
import { makePdf } from "../helpers/make-pdf.ts";
import { column } from "../helpers/sample-search.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { tinyXwd } from "../pictures/image/decoder/readers/tiny-xwd.ts";

const SIZE = { width: 60, height: 40 };

/** The same red picture as each decoder takes it. */
async function files(): Promise<Readonly<Record<string, Buffer>>> {
  const red = sharp({ create: { ...SIZE, channels: 3, background: "#d02030" } });
  const raw = await red.clone().raw().toBuffer();
  const tiff = await red.clone().tiff({ compression: "none" }).toBuffer();
  return {
    "red.png": await red.clone().png().toBuffer(),
    "red.ppm": Buffer.concat([Buffer.from(`P6 ${SIZE.width} ${SIZE.height} 255\n`), raw]),
    "red.pdf": makePdf({ pages: [{ ...SIZE, content: "0.816 0.125 0.188 rg 0 0 60 40 re f" }] }),
    "odd.tif": withUnknownTagType(tiff),
    "red.xwd": tinyXwd({
      ...SIZE,
      format: 2,
      depth: 24,
      bitsPerPixel: 24,
      bytesPerLine: SIZE.width * 3,
      isLittle: false,
      visual: 4,
      masks: [0xff0000, 0xff00, 0xff],
      pixels: raw,
    }),
  };
}

// libtiff warns of it and leaves the tag out.
function withUnknownTagType(tiff: Buffer): Buffer {
  const bytes = Buffer.from(tiff);
  const directory = bytes.readUInt32LE(4);
  const tags = bytes.readUInt16LE(directory);
  for (let at = directory + 2; at < directory + 2 + 12 * tags; at += 12) {
    if (bytes.readUInt16LE(at) === 282) bytes.writeUInt16LE(99, at + 2);
  }
  return bytes;
}

test("the built app has every decoder of the fallback chains, and says which one it was", async (t) => {
  const folder = tempFolder(t);
  const pictures = await files();
  for (const [name, bytes] of Object.entries(pictures)) writeFileSync(join(folder, name), bytes);
  const server = await startImageServer({ folder, path: "/icons", forbidden: [] });
  t.after(() => server.close());
  const base = `http://127.0.0.1:${server.port}/icons`;
  const app = installApp(tempFolder(t), `[server:decoders]\nurl = ${base}\n`);
  const csv = csvOf("image_file", Object.keys(pictures));
  const result = await runSearch(csv, { command: app.command, args: ["image_file", base, "annotate=false"] });
  assert.deepEqual(column(result, "image_error_text"), ["", "", "", "", ""]);
  assert.deepEqual(column(result, "image_decoder"), ["sharp", "magick", "pdf", "sharp-lenient", "sharp"]);
  assert.deepEqual(column(result, "image_format"), ["png", "ppm", "pdf", "tiff", "xwd"]);
  for (const file of column(result, "file_loc")) {
    const { data } = await sharp(fileURLToPath(file)).raw().toBuffer({ resolveWithObject: true });
    const middle = data.length / 2 - 3 * (SIZE.width / 2);
    const difference = [0xd0, 0x20, 0x30].map((value, band) => Math.abs(value - (data[middle + band] ?? 0)));
    assert.ok(Math.max(...difference) < 12, `${file}: ${difference}`);
  }
});
