import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { callingPdf } from "../../scripts/bombs/pdf.ts";
import { inData, REFERENCES } from "../../scripts/bombs/svg.ts";
import type { ImageErrorCode } from "../../src/pictures/contract.ts";
import type { SourceFormat } from "../../src/pictures/image/formats.ts";
import { realDecoder, renderJob } from "../helpers/decoder.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** The colour of what must not be shown. */
const MAGENTA = "#ff00ff";
const SIBLING_SVG = `<svg xmlns="http://www.w3.org/2000/svg" id="it" width="100" height="100"><rect width="100" height="100" fill="${MAGENTA}"/></svg>`;
const SIBLING_CSS = `rect, svg, text { fill: ${MAGENTA} !important }`;

const ending = { after };
const folder = tempFolder(ending);
const decoder = realDecoder(ending);
let connections = 0;
const server = createServer((socket) => {
  connections++;
  socket.destroy();
});
after(() => server.close());
let addresses: readonly string[] = [];

before(async () => {
  const picture = await siblingPicture();
  const files = { "sibling.png": picture, "sibling.svg": SIBLING_SVG, "sibling.css": SIBLING_CSS };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  await once(server.listen(0, "127.0.0.1"), "listening");
  // A host and a port give an AddressInfo.
  const { port } = server.address() as AddressInfo;
  addresses = [
    ...Object.keys(files).flatMap((name) => [name, join(folder, name), pathToFileURL(join(folder, name)).href]),
    `http://127.0.0.1:${port}/sibling.png`,
    `https://127.0.0.1:${port}/sibling.svg`,
    `//127.0.0.1:${port}/sibling.css`,
    `ftp://127.0.0.1:${port}/sibling.png`,
  ];
});

test("a picture that stands in an SVG itself is shown, and would be seen by these tests", async () => {
  assert.equal(await lookOf("svg", inData("image/png", await siblingPicture())), "magenta");
});

/** Refused as a whole, since the text would not be the one that was meant. */
const REFUSED = "an entity";

for (const [what, make] of Object.entries(REFERENCES)) {
  test(`an SVG that names another file as ${what} neither shows nor fetches it`, async () => {
    const look = what === REFUSED ? "corrupt" : "not magenta";
    for (const address of addresses) assert.equal(await lookOf("svg", make(address)), look, address);
    assert.equal(connections, 0);
  });
}

test("a PDF that opens, submits and launches fetches nothing", async () => {
  for (const address of addresses) assert.equal(await lookOf("pdf", callingPdf(address)), "not magenta", address);
  assert.equal(connections, 0);
});

let files = 0;

/** Decodes the file, beside its siblings: whether any of it is magenta, or why it is not shown. */
async function lookOf(format: SourceFormat, bytes: Buffer): Promise<"magenta" | "not magenta" | ImageErrorCode> {
  const source = join(folder, `file-${++files}.${format}`);
  writeFileSync(source, bytes);
  const job = renderJob(source, format, folder, basename(source));
  const outcome = await decoder.decode({ ...job, recipe: { ...job.recipe, format: "png" } });
  if (!outcome.ok) return outcome.error.code;
  const pixels = await sharp(readFileSync(job.fresh)).removeAlpha().raw().toBuffer();
  for (let at = 0; at < pixels.byteLength; at += 3) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
    if (red > 200 && green < 60 && blue > 200) return "magenta";
  }
  return "not magenta";
}

function siblingPicture(): Promise<Buffer> {
  return sharp({ create: { width: 100, height: 100, channels: 3, background: MAGENTA } })
    .png()
    .toBuffer();
}
