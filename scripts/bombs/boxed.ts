import { BitWriter, type Claim, text, u16be, u32be } from "./words.ts";

/** JPEG 2000, JPEG XL and HEIF: small files whose heads can be made to claim anything. */

/** A codestream of one grey tile without data; `tile` is the side of its tiles. */
export function codestream({ width, height }: Claim, tile = Math.max(width, height), components = 1): Buffer {
  const parts = Array.from({ length: components }, () => [7, 1, 1]).flat();
  const sizes = Buffer.concat([
    u16be(0),
    u32be(width, height, 0, 0, tile, tile, 0, 0),
    u16be(components),
    Buffer.from(parts),
  ]);
  const coding = Buffer.of(0, 0, 0, 1, 0, 0, 4, 4, 0, 1);
  const packet = Buffer.alloc(8);
  const tileHead = Buffer.concat([u16be(0), u32be(14 + packet.byteLength), Buffer.of(0, 1)]);
  return Buffer.concat([
    u16be(0xff4f),
    marker(0xff51, sizes),
    marker(0xff52, coding),
    marker(0xff5c, Buffer.of(0x40, 0x40)),
    marker(0xff90, tileHead),
    u16be(0xff93),
    packet,
    u16be(0xffd9),
  ]);
}

/** The same in the boxes of a JP2 file. */
export function jp2(claim: Claim, tile?: number): Buffer {
  const { width, height } = claim;
  const header = box("ihdr", Buffer.concat([u32be(height, width), u16be(1), Buffer.of(7, 7, 0, 0)]));
  const colour = box("colr", Buffer.concat([Buffer.of(1, 0, 0), u32be(17)]));
  return Buffer.concat([
    box("jP  ", u32be(0x0d0a870a)),
    box("ftyp", Buffer.concat([text("jp2 "), u32be(0), text("jp2 ")])),
    box("jp2h", header, colour),
    box("jp2c", codestream(claim, tile)),
  ]);
}

/** A naked JPEG XL codestream: its size, standard colours, and nothing of its one frame. */
export function jxl({ width, height }: Claim): Buffer {
  const bits = new BitWriter().put(0xff, 8).put(0x0a, 8);
  // Not a multiple of 8 below 256; sides of 30 bits, without a ratio between them.
  bits
    .put(0, 1)
    .put(3, 2)
    .put(height - 1, 30)
    .put(0, 3)
    .put(3, 2)
    .put(width - 1, 30);
  return Buffer.concat([bits.put(1, 1).put(1, 1).bytes(), Buffer.alloc(200, 0x5a)]);
}

/** A HEIC of 16 x 16 pixels, as a coder of HEVC wrote it. */
const SMALL_HEIC =
  "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAAC" +
  "AAAAEGlkYXQAAAAAABAAEAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAAAMQACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIA" +
  "AAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAP" +
  "AyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFluqumubgQEDAgAAAAwCAAAADAIQiAAEABkQBwXPB" +
  "iQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAEAAAABAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAa" +
  "aXJlZgAAAAAAAAAOZGltZwACAAEAAQAAADltZGF0AAAALSgBrwtIWCiQ9f1yXpGIWapN5u62l1075Oqtb5X/Rra7s4bLCJlKeDiAjirAdA==";

export const smallHeic = (): Buffer => Buffer.from(SMALL_HEIC, "base64");

/** A HEIF file in which everything that tells the size of a picture tells this one. */
export function claiming({ width, height }: Claim, heif: Buffer): Buffer {
  const bytes = Buffer.from(heif);
  for (let at = bytes.indexOf("ispe"); at > 0; at = bytes.indexOf("ispe", at + 1))
    bytes.set(u32be(width, height), at + 8);
  // The grid that a picture is laid out on: rows and columns of tiles, then its own size in words of 16 bits.
  const grid = bytes.indexOf("idat");
  if (grid > 0) bytes.set(u16be(Math.min(width, 65_535), Math.min(height, 65_535)), grid + 8);
  return bytes;
}

/** A HEIF file whose boxes lie one in the other, deeper than anybody needs. */
export function nestedBoxes(depth: number): Buffer {
  const head = box("ftyp", Buffer.concat([text("heic"), u32be(0), text("mif1heic")]));
  let nest: Buffer = Buffer.alloc(0);
  for (let level = 0; level < depth; level++) nest = box("meta", Buffer.alloc(4), nest);
  return Buffer.concat([head, nest]);
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32be(body.byteLength + 8), text(type), body]);
}

function marker(code: number, body: Buffer): Buffer {
  return Buffer.concat([u16be(code, body.byteLength + 2), body]);
}
