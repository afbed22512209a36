import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { MagickError, type MagickFormat, MagickImage, MagickReadSettings } from "@imagemagick/magick-wasm";
import sharp from "sharp";
import { MAGICK_FORMATS, startMagick } from "../../../../../src/pictures/image/decoder/magick/engine.ts";
import { FORMATS, type Format } from "../../../../../src/pictures/image/formats.ts";
import { noise } from "../../../../helpers/noise.ts";
import { openingMagick } from "../../../../helpers/opening-magick.ts";
import { sample } from "../../../../helpers/samples.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const { open, read, faultOf } = openingMagick({ after });
const folder = tempFolder({ after });
const wasm = fileURLToPath(import.meta.resolve("@imagemagick/magick-wasm/magick.wasm"));
await startMagick(await WebAssembly.compile(readFileSync(wasm)));

/** What scripts, draws, runs, fetches or opens something else. */
const NEVER = (
  "MSL MVG MSVG SVG SVGZ TEXT TXT FTXT LABEL CAPTION INLINE HTTP HTTPS FILE FTP PATTERN PLASMA FRACTAL GRADIENT " +
  "RADIAL-GRADIENT XC CANVAS NULL SCREENSHOT MPC EPHEMERAL PS EPS EPSF EPI EPT PDF PDFA AI XPS PCL CLIP MASK MAP STEGANO " +
  "TILE VID MPO HALD PANGO DOT HTML MP4 MOV AVI MKV RGB GRAY RAW DNG CR2 TTF PFA URL WIN X VIPS"
).split(" ");

const SCRIPT = '<?xml version="1.0"?><image><read filename="/etc/passwd"/><write filename="/tmp/out.png"/></image>';

/** What ImageMagick itself says, under our policy and without our own check. */
function ask(what: string | Uint8Array, format?: string): string {
  const image = MagickImage.create();
  try {
    if (typeof what === "string") image.read(what);
    else image.read(what, new MagickReadSettings({ format: format as MagickFormat }));
    return "opened";
  } catch (thrown) {
    assert.ok(thrown instanceof MagickError, String(thrown));
    return thrown.message;
  } finally {
    image.dispose();
  }
}

test("ImageMagick may be asked for the formats of our table, and for no other", () => {
  const rows = Object.values<Format>(FORMATS).filter(({ decoders }) => decoders.includes("magick"));
  assert.deepEqual([...MAGICK_FORMATS].sort(), [...new Set(rows.map(({ magick }) => magick))].sort());
  assert.deepEqual(
    NEVER.filter((format) => MAGICK_FORMATS.has(format)),
    [],
  );
});

test("a request for another format is refused before ImageMagick hears of it", async () => {
  for (const format of [...NEVER, "", "png", "PNG:x", "../x"]) {
    assert.equal((await faultOf(Buffer.from(SCRIPT), format)).code, "unsupported", format);
  }
});

test("its policy refuses them, too", () => {
  for (const format of NEVER) assert.match(ask(Buffer.from(SCRIPT), format), /NotAuthorized|NoDecodeDelegate/, format);
});

test("no name of a file, a program or an address opens anything", () => {
  const real = join(folder, "real.ppm");
  writeFileSync(real, "P6 1 1 255\nabc");
  const names = [
    "/etc/passwd",
    "@/etc/passwd",
    "|ls",
    "/proc/self/environ",
    "/dev/stdin",
    "../x",
    "http://127.0.0.1/x",
    real,
  ];
  for (const name of names) {
    for (const prefix of ["", "PPM:", "PNG:", "XBM:", "TEXT:", "MSL:", "LABEL:@", "INLINE:"]) {
      assert.match(ask(prefix + name), /NotAuthorized|NoDecodeDelegate|UnableToOpen|NoSuchFile/, prefix + name);
    }
  }
  assert.equal(ask(readFileSync(real), "PPM"), "opened", "the file itself is a good one");
});

test("a script that is called a picture is a damaged picture", async () => {
  for (const format of ["PNG", "TIFF", "MIFF", "XPM", "PICT", "WPG", "ICO"]) {
    assert.equal((await faultOf(Buffer.from(SCRIPT), format)).code, "corrupt", format);
  }
});

test("a format that ImageMagick is never asked for is refused before it hears of it", async () => {
  assert.equal((await faultOf(Buffer.from(SCRIPT), "DCM")).code, "unsupported");
});

const HUGE: readonly (readonly [string, string | Uint8Array])[] = [
  ["PPM", "P6 60000 60000 255\nabc"],
  ["PBM", "P1 60000 60000\n1 1 1"],
  ["MTV", "60000 60000\nabc"],
  ["FARBFELD", Buffer.concat([Buffer.from("farbfeld"), Buffer.from("0000ea600000ea60", "hex"), Buffer.alloc(64)])],
  ["XBM", "#define a_width 60000\n#define a_height 60000\nstatic char a_bits[] = { 0x1 };"],
  ["HDR", "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 60000 +X 60000\nabc"],
];

for (const [format, file] of HUGE) {
  test(`a ${format} that claims 60000 x 60000 pixels is refused before any is decoded`, async () => {
    const error = await faultOf(Buffer.from(file), format);
    assert.equal(error.code, "too-many-pixels");
    assert.equal(error.text, "expected at most 100000000 pixels, received 60000 x 60000");
  });
}

test("a picture that takes too long costs its own row, and the next is decoded", async () => {
  const slow = await sharp(noise(12_000_000, "slow"), { raw: { width: 2000, height: 2000, channels: 3 } })
    .jpeg({ quality: 100 })
    .toBuffer();
  assert.equal((await faultOf(slow, "JPEG", { timeoutSeconds: 0.05 })).code, "decode-timeout");
  assert.equal((await read(Buffer.from("P6 1 1 255\nabc"), "PPM")).width, 1);
});

test("a picture that needs more memory than is allowed is refused", async () => {
  const blank = await sharp({ create: { width: 4000, height: 4000, channels: 3, background: "#808080" } })
    .png()
    .toBuffer();
  assert.equal((await faultOf(blank, "PNG", { maxMemory: 2 ** 24 })).code, "decode-memory");
});

const CUT: readonly (readonly [string, Uint8Array])[] = [
  ["JPEG", readFileSync(sample("photo_haddad_turned.jpg"))],
  ["PNG", readFileSync(sample("pill_novak.png"))],
  ["WEBP", readFileSync(sample("rx_petrov_mobile.webp"))],
  ["PPM", Buffer.concat([Buffer.from("P6 40 30 255\n"), Buffer.alloc(3600, 7)])],
  ["SGI", sgi(false)],
  ["SGI", sgi(true)],
];

/** 40 x 30 in colour; each packed row is one pel, repeated. */
function sgi(isPacked: boolean): Buffer {
  const [width, height, planes] = [40, 30, 3];
  const head = Buffer.alloc(512);
  for (const [at, value] of [0x01da, isPacked ? 0x101 : 1, 3, width, height, planes].entries()) {
    head.writeUInt16BE(value, at * 2);
  }
  head.writeUInt32BE(255, 16);
  const rows = height * planes;
  if (!isPacked) return Buffer.concat([head, Buffer.alloc(rows * width, 7)]);
  const tables = Buffer.alloc(rows * 8);
  for (let row = 0; row < rows; row++) {
    tables.writeUInt32BE(512 + rows * 8 + row * 3, row * 4);
    tables.writeUInt32BE(3, (rows + row) * 4);
  }
  const packed = Array.from({ length: rows }, (_, row) => Buffer.from([width, row, 0]));
  return Buffer.concat([head, tables, ...packed]);
}

for (const [format, whole] of CUT) {
  test(`a ${format} of ${whole.byteLength} bytes that ends early is reported as such, wherever it ends`, async () => {
    for (const part of [0.3, 0.6, 0.95]) {
      const { code, text } = await faultOf(whole.subarray(0, Math.floor(whole.byteLength * part)), format);
      assert.equal(code, "truncated", text);
      assert.match(text, new RegExp(`^the ${format} picture ends too early`));
    }
    assert.ok((await open(whole, format)).pages === 1, "the whole one opens");
  });
}

test("odd tags and a damaged profile are no reason to refuse a picture", async () => {
  const picture = sharp({ create: { width: 20, height: 10, channels: 3, background: "#3070c0" } });
  const jpeg = await picture.jpeg().withIccProfile("p3").toBuffer();
  const profile = jpeg.indexOf("ICC_PROFILE");
  jpeg.fill(0xaa, profile + 40, profile + 300);
  assert.equal((await read(jpeg, "JPEG")).width, 20);
});

test("texts name no temporary file and no place in the decoder's source", async () => {
  for (const format of MAGICK_FORMATS) {
    const { text } = await faultOf(Buffer.from("neither fish nor flesh"), format);
    assert.doesNotMatch(text, /magick-|\/tmp|\.c\/|`|''/, text);
  }
});
