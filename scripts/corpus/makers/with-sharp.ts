import { writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { type Maker, u16be, u32be } from "./maker.ts";

/** How a picture lies in the file so that the orientation tag brings it upright. */
const LYING: Readonly<Record<string, (picture: Sharp) => Sharp>> = {
  1: (picture) => picture,
  2: (picture) => picture.flop(),
  3: (picture) => picture.rotate(180),
  4: (picture) => picture.flip(),
  5: (picture) => picture.flop().rotate(270),
  6: (picture) => picture.rotate(270),
  7: (picture) => picture.flop().rotate(90),
  8: (picture) => picture.rotate(90),
};

/** `turned picture file 6`: lies in the file as the orientation says; the name's ending tells the format. */
const turned: Maker = async ([from = "", to = "", orientation = "1"], folder) => {
  const lie = LYING[orientation];
  if (!lie) throw new Error(`expected an orientation from 1 to 8, received ${orientation}`);
  const pixels = await lie(sharp(join(folder, from)))
    .png()
    .toBuffer();
  const picture = sharp(pixels).withMetadata({ orientation: Number(orientation) });
  await (extname(to) === ".tif" ? picture.tiff({ compression: "lzw" }) : picture.jpeg({ quality: 90 })).toFile(
    join(folder, to),
  );
};

type Kind = (picture: Sharp, folder: string) => Promise<Sharp>;

const KINDS: Readonly<Record<string, Kind>> = {
  "cmyk-profile": async (picture) => picture.withIccProfile("cmyk").tiff({ compression: "lzw" }),
  cmyk: async (picture) => picture.toColourspace("cmyk").jpeg({ quality: 90 }),
  p3: async (picture) => picture.withIccProfile("p3").jpeg({ quality: 90 }),
  "swapped-profile": async (picture, folder) => {
    const profile = join(folder, "swapped.icc");
    await writeFile(profile, swappedProfile());
    return picture.withIccProfile(profile).jpeg({ quality: 90 });
  },
  "avif-lossless": async (picture) => picture.avif({ lossless: true, effort: 1 }),
  animated: async (picture) => {
    const frames = [await picture.clone().negate({ alpha: false }).png().toBuffer(), await picture.png().toBuffer()];
    return sharp(frames, { join: { animated: true } }).webp({ quality: 80 });
  },
};

const made: Maker = async ([from = "", to = "", kind = ""], folder) => {
  const make = KINDS[kind];
  if (!make) throw new Error(`expected one of ${Object.keys(KINDS).join(", ")}, received ${kind}`);
  await (await make(sharp(join(folder, from)), folder)).toFile(join(folder, to));
};

/** A colour profile in which red and green have changed places: who does not heed it shows wrong colours. */
function swappedProfile(): Buffer {
  const fixed = (value: number) => Math.round(value * 65536);
  const xyz = (...values: readonly number[]) =>
    Buffer.concat([Buffer.from("XYZ \0\0\0\0", "latin1"), u32be(...values.map(fixed))]);
  const curve = Buffer.concat([Buffer.from("curv\0\0\0\0", "latin1"), u32be(1), u16be(0x0233, 0)]);
  const text = Buffer.from("text\0\0\0\0swapped\0", "latin1");
  const name = Buffer.concat([
    Buffer.from("desc\0\0\0\0", "latin1"),
    u32be(8),
    Buffer.from("swapped\0"),
    Buffer.alloc(80),
  ]);
  const tags: readonly (readonly [string, Buffer])[] = [
    ["desc", name],
    ["cprt", text],
    ["wtpt", xyz(0.9642, 1, 0.8249)],
    ["rXYZ", xyz(0.3851, 0.7169, 0.0971)],
    ["gXYZ", xyz(0.436, 0.2225, 0.0139)],
    ["bXYZ", xyz(0.1431, 0.0606, 0.7141)],
    ["rTRC", curve],
    ["gTRC", curve],
    ["bTRC", curve],
  ];
  let place = 128 + 4 + tags.length * 12;
  const table = tags.map(([tag, body]) => {
    const record = Buffer.concat([Buffer.from(tag, "latin1"), u32be(place, body.byteLength)]);
    place += body.byteLength;
    return record;
  });
  const header = Buffer.alloc(128);
  header.writeUInt32BE(place, 0);
  header.writeUInt32BE(0x02400000, 8);
  header.write("mntrRGB XYZ ", 12, "latin1");
  header.write("acsp", 36, "latin1");
  xyz(0.9642, 1, 0.8249).copy(header, 68, 8);
  return Buffer.concat([header, u32be(tags.length), ...table, ...tags.map(([, body]) => body)]);
}

export const SHARP_MAKERS = { turned, "sharp-made": made };
