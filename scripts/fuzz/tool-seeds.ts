import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import type { Seed } from "./mutate.ts";

/** Files by programs that a machine may have; what is missing or fails is left out. `in.*` is the picture to start from. */
const COMMANDS: readonly string[] = [
  ...[
    "bmp",
    "bmp3:rle.bmp",
    "tga",
    "pcx",
    "dcx",
    "sgi",
    "sun",
    "ras",
    "psd",
    "ico",
    "miff",
    "mng",
    "jng",
    "viff",
    "xwd",
  ],
  ...[
    "dpx",
    "cin",
    "fits",
    "palm",
    "pdb",
    "pict",
    "wbmp",
    "otb",
    "dds",
    "hdr",
    "exr",
    "jp2",
    "j2k",
    "pdf",
    "xcf",
    "mat",
  ],
].map((name) => `convert in.png ${name.includes(".") ? name : `${name}:tool.${name}`}`);

const MORE: readonly string[] = [
  "convert in.png -compress Group4 -monochrome g4.tif",
  "convert in.png -compress Fax -monochrome g3.tif",
  "convert in.png in.png -compress LZW -endian MSB lzw.tif",
  "convert in.png -compress RLE -colors 16 rle.tif",
  "convert in.png -colorspace CMYK -depth 16 cmyk.tif",
  "convert in.png -define quantum:format=floating-point -depth 32 float.tif",
  "tiffcp -c lzma in.tif lzma.tif",
  "tiffcp -c zstd in.tif zstd.tif",
  "tiffcp -c webp in.tif webp.tif",
  "tiffcp -t -w 32 -l 32 -p separate in.tif tiled.tif",
  "tiffcp -8 -B in.tif big.tif",
  "heif-enc -q 40 -o tool.heic in.png",
  "cjxl in.png lossy.jxl -d 2",
  "cjxl in.png exact.jxl -d 0 --container=1",
  "cjxl in.jpg rebuilt.jxl",
  "opj_compress -i in.ppm -o tool2.jp2 -r 20 -n 3",
  "opj_compress -i in.ppm -o tiles.j2k -t 48,48",
  "img2dcm in.jpg jpeg.dcm",
  "dcmdjpeg jpeg.dcm raw.dcm",
  "dcmcrle raw.dcm rle.dcm",
  "dcmcjpeg +e1 raw.dcm lossless.dcm",
  "cjb2 in.pbm tool.djvu",
];

const SIDE = 96;
const run = promisify(execFile);

export async function toolSeeds(folder: string): Promise<Seed[]> {
  const drawn = await sharp({ create: { width: SIDE, height: SIDE, channels: 3, background: "#dfe6ee" } })
    .composite([
      { input: { create: { width: 40, height: 30, channels: 3, background: "#c81e28" } }, left: 20, top: 20 },
    ])
    .png()
    .toBuffer();
  const at = (name: string): string => join(folder, name);
  await sharp(drawn).png().toFile(at("in.png"));
  await sharp(drawn).jpeg().toFile(at("in.jpg"));
  await sharp(drawn).tiff({ compression: "lzw" }).toFile(at("in.tif"));
  await Promise.allSettled(["in.ppm", "in.pbm"].map((name) => run("convert", [at("in.png"), at(name)])));
  const seeds: Seed[] = [];
  // One after the other: some read what one before them wrote.
  for (const command of [...COMMANDS, ...MORE]) {
    const [program = "", ...args] = command.split(" ");
    const name = args.findLast((arg) => /\w\.\w+$/.test(arg) && !arg.startsWith("in."))?.replace(/^\w+:/, "") ?? "";
    // Nothing in the file may tell when it was made.
    const env = { PATH: process.env["PATH"] ?? "", SOURCE_DATE_EPOCH: "0", TZ: "UTC" };
    try {
      await run(program, args, { cwd: folder, env, timeout: 20_000 });
      const bytes = readFileSync(at(name));
      if (bytes.byteLength > 0) seeds.push({ name, bytes });
    } catch {
      // The program is not there, or cannot write this.
    }
  }
  return seeds;
}
