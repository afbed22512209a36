import sharp from "sharp";
import {
  findDirectories,
  numberOf,
  readDirectory,
} from "../../../../../src/pictures/image/decoder/readers/tiff/ifd.ts";
import type { Rgb } from "./pictures.ts";

/** A CALS of type 1 with a bilevel picture of at most 128 lines. */
export async function tinyCals(
  { width, height, data }: Rgb,
  changes: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const options = { compression: "ccittfax4", bitdepth: 1, miniswhite: true } as const;
  const tiff = await sharp(data, { raw: { width, height, channels: 3 } })
    .toColourspace("b-w")
    .tiff(options)
    .toBuffer();
  const opened = findDirectories(tiff);
  const directory = readDirectory(opened, opened.directories[0] ?? 0);
  const at = numberOf(opened, directory, 273, 0);
  const records = {
    srcdocid: "NONE",
    rtype: "1",
    rorient: "000,270",
    rpelcnt: `${String(width).padStart(6, "0")},${String(height).padStart(6, "0")}`,
    rdensty: "0300",
    notes: "NONE",
    ...changes,
  };
  const header = Object.entries(records).map(([key, value]) => `${key}: ${value}`.padEnd(128));
  return Buffer.concat([
    Buffer.from(header.join("").padEnd(2048), "latin1"),
    tiff.subarray(at, at + numberOf(opened, directory, 279, 0)),
  ]);
}
