import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { deepPixelsOf, fromPixels, type Maker, settings, u16be, u32be } from "./maker.ts";

/** GIMP, FITS and animated PNG. */

const TILE = 64;

/** `xcf picture file [rle]`: one layer, in tiles. */
const xcf = fromPixels(({ data, width, height, channels }, how) => {
  const property = (type: number, body: Buffer) => Buffer.concat([u32be(type, body.byteLength), body]);
  const end = u32be(0, 0);
  const image = Buffer.concat([
    Buffer.from("gimp xcf file\0"),
    u32be(width, height, 0),
    property(17, Buffer.from([how === "rle" ? 1 : 0])),
    end,
  ]);
  const name = Buffer.from("page\0");
  const shown = [property(6, u32be(255)), property(8, u32be(1)), property(7, u32be(0)), property(15, u32be(0, 0)), end];
  const layerHead = Buffer.concat([u32be(width, height, channels === 4 ? 1 : 0, name.byteLength), name, ...shown]);
  const tiles: Buffer[] = [];
  for (let top = 0; top < height; top += TILE) {
    for (let left = 0; left < width; left += TILE) {
      const rows = Array.from({ length: Math.min(TILE, height - top) }, (_, y) => {
        const start = ((top + y) * width + left) * channels;
        return data.subarray(start, start + Math.min(TILE, width - left) * channels);
      });
      tiles.push(how === "rle" ? packedPlanes(Buffer.concat(rows), channels) : Buffer.concat(rows));
    }
  }
  const layerAt = image.byteLength + 12;
  const hierarchyAt = layerAt + layerHead.byteLength + 8;
  const levelAt = hierarchyAt + 20;
  let tileAt = levelAt + 8 + tiles.length * 4 + 4;
  const places = tiles.map((tile) => {
    const place = tileAt;
    tileAt += tile.byteLength;
    return place;
  });
  return Buffer.concat([
    ...[image, u32be(layerAt, 0, 0), layerHead, u32be(hierarchyAt, 0)],
    ...[u32be(width, height, channels, levelAt, 0), u32be(width, height, ...places, 0), ...tiles],
  ]);
});

/** Each channel by itself, in runs and in pieces as they are. */
function packedPlanes(tile: Buffer, channels: number): Buffer {
  const bytes: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    const plane = [...tile].filter((_, at) => at % channels === channel);
    for (let at = 0; at < plane.length; ) {
      const value = plane[at] ?? 0;
      let run = 1;
      while (run < 127 && plane[at + run] === value) run++;
      if (run > 2) {
        bytes.push(run - 1, value);
        at += run;
      } else {
        const piece = plane.slice(at, at + 2);
        bytes.push(256 - piece.length, ...piece);
        at += piece.length;
      }
    }
  }
  return Buffer.from(bytes);
}

/** `fits picture file bitpix=16|32|-32|-64 [scale=0.02]`: a plane for each channel, from the bottom up. */
const fits: Maker = async ([from = "", to = "", ...words], folder) => {
  const { width, height, channels, deep } = await deepPixelsOf(join(folder, from));
  const { bitpix = "16", scale = "1" } = settings(words);
  const [bits, step] = [Number(bitpix), Math.abs(Number(bitpix)) / 8];
  const body = Buffer.alloc(Math.ceil((deep.length * step) / 2880) * 2880);
  for (const [at, value] of deep.entries()) {
    const [pixel, plane] = [Math.floor(at / channels), at % channels];
    const [x, y] = [pixel % width, height - 1 - Math.floor(pixel / width)];
    const place = ((plane * height + y) * width + x) * step;
    const scaled = (value / 2) * Number(scale);
    if (bits === -64) body.writeDoubleBE(scaled, place);
    else if (bits === -32) body.writeFloatBE(scaled, place);
    else if (bits === 32) body.writeInt32BE(Math.round(scaled * 1000), place);
    else body.writeInt16BE(Math.floor(scaled), place);
  }
  const sizes = [width, height, ...(channels > 1 ? [channels] : [])];
  const numbers: [string, number | string][] = [
    ["BITPIX", bitpix],
    ["NAXIS", sizes.length],
  ];
  for (const [axis, size] of sizes.entries()) numbers.push([`NAXIS${axis + 1}`, size]);
  const cards = [
    "SIMPLE  =                    T",
    ...numbers.map(([name, value]) => `${name.padEnd(8)}= ${String(value).padStart(20)}`),
    "END",
  ];
  const head = cards.map((card) => card.padEnd(80)).join("");
  await writeFile(join(folder, to), Buffer.concat([Buffer.from(head.padEnd(2880)), body]));
};

/** `apng first second file`: an animated PNG of two pictures of one size. */
const apng: Maker = async ([first = "", second = "", to = ""], folder) => {
  const [one, two] = await Promise.all([first, second].map((name) => readFile(join(folder, name)).then(chunksOf)));
  const [width = 0, height = 0] = [one?.[0]?.body.readUInt32BE(0), one?.[0]?.body.readUInt32BE(4)];
  const control = (order: number) =>
    chunk("fcTL", Buffer.concat([u32be(order, width, height, 0, 0), u16be(1, 2), Buffer.alloc(2)]));
  const picture = (chunks: typeof one) =>
    Buffer.concat((chunks ?? []).filter(({ type }) => type === "IDAT").map(({ body }) => body));
  const parts = [
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    ...[chunk("IHDR", one?.[0]?.body ?? Buffer.alloc(13)), chunk("acTL", u32be(2, 0)), control(0)],
    ...[chunk("IDAT", picture(one)), control(1), chunk("fdAT", Buffer.concat([u32be(2), picture(two)]))],
    chunk("IEND", Buffer.alloc(0)),
  ];
  await writeFile(join(folder, to), Buffer.concat(parts));
};

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), body]);
  return Buffer.concat([u32be(body.byteLength), named, u32be(crc32(named))]);
}

function chunksOf(png: Buffer): { type: string; body: Buffer }[] {
  const found: { type: string; body: Buffer }[] = [];
  for (let at = 8; at + 12 <= png.byteLength; at += 12 + png.readUInt32BE(at)) {
    found.push({
      type: png.toString("latin1", at + 4, at + 8),
      body: png.subarray(at + 8, at + 8 + png.readUInt32BE(at)),
    });
  }
  return found;
}

export const LAYER_MAKERS = { xcf, fits, apng };
