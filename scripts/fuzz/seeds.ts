import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { claiming, codestream, jp2, jxl, smallHeic } from "../bombs/boxed.ts";
import { gif } from "../bombs/gif.ts";
import { flatJpeg, scannedJpeg } from "../bombs/jpeg.ts";
import { hugeImage, nestedForms, plainPdf } from "../bombs/pdf.ts";
import { smallPng, zippedProfile, zippedText } from "../bombs/png.ts";
import { RASTERS } from "../bombs/rasters.ts";
import { dicom, RECORDS } from "../bombs/records.ts";
import { laughingGroups, plainSvg, wideBlurs } from "../bombs/svg.ts";
import { manyPages, overlappingStrips, smallTiff } from "../bombs/tiff.ts";
import { animatedWebp, plainWebp } from "../bombs/webp.ts";
import type { Seed } from "./mutate.ts";
import { toolSeeds } from "./tool-seeds.ts";

const SAMPLES = fileURLToPath(new URL("../../sample_images", import.meta.url));
const SMALL = { width: 24, height: 16 };

/** All seeds; those by tools of the machine, where it has them, come last. */
export async function gatherSeeds(folder: string): Promise<readonly [Seed, ...Seed[]]> {
  const first = { name: "seed.png", bytes: smallPng(SMALL) };
  return [first, ...handMade(), ...(await bySharp()), ...samples(), ...(await toolSeeds(folder))];
}

function samples(): Seed[] {
  return readdirSync(SAMPLES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "README.md")
    .map(({ parentPath, name }) => ({ name: basename(name), bytes: readFileSync(join(parentPath, name)) }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function handMade(): Seed[] {
  const made: readonly (readonly [string, Buffer])[] = [
    ...Object.entries({ ...RASTERS, ...RECORDS }).map(([ending, make]) => [ending, make(SMALL)] as const),
    ["png", smallPng(SMALL, zippedText(9_999), zippedProfile(999))],
    ["tif", smallTiff(SMALL)],
    ["tif", manyPages(40)],
    ["tif", overlappingStrips(SMALL)],
    ["gif", gif(SMALL, 12)],
    ["jpg", flatJpeg(SMALL)],
    ["jpg", scannedJpeg({ width: 200, height: 100 }, 8)],
    ["webp", plainWebp(SMALL)],
    ["webp", animatedWebp(SMALL, 12)],
    ["svg", plainSvg()],
    ["svg", wideBlurs(1)],
    ["svg", laughingGroups(2)],
    ["pdf", plainPdf()],
    ["pdf", hugeImage(64, 8)],
    ["pdf", nestedForms(3)],
    ["jp2", jp2(SMALL)],
    ["j2k", codestream(SMALL)],
    ["jxl", jxl(SMALL)],
    ["heic", smallHeic()],
    ["heic", claiming({ width: 64, height: 64 }, smallHeic())],
    ["dcm", dicom(SMALL, 3)],
  ];
  return made.map(([ending, bytes]) => ({ name: `seed.${ending}`, bytes }));
}

async function bySharp(): Promise<Seed[]> {
  const small = sharp(join(SAMPLES, "label_tanaka_cmyk.jpg")).toColourspace("srgb").resize(96);
  const [grey, fax] = [small.clone().greyscale(), small.clone().greyscale().threshold(128).toColourspace("b-w")];
  const pictures: readonly (readonly [string, Promise<Buffer>])[] = [
    ["jpg", small.clone().jpeg({ progressive: true }).toBuffer()],
    ["jpg", small.clone().toColourspace("cmyk").jpeg().withMetadata().toBuffer()],
    ["png", small.clone().png({ palette: true, progressive: true }).toBuffer()],
    ["png", small.clone().toColourspace("rgb16").png({ compressionLevel: 1 }).toBuffer()],
    ["webp", small.clone().webp().toBuffer()],
    ["webp", small.clone().webp({ lossless: true }).toBuffer()],
    ["avif", small.clone().avif({ effort: 0 }).toBuffer()],
    ["gif", small.clone().gif({ effort: 1 }).toBuffer()],
    ...(["none", "lzw", "deflate", "packbits", "jpeg"] as const).map(
      (compression) => ["tif", small.clone().tiff({ compression }).toBuffer()] as const,
    ),
    ["tif", small.clone().tiff({ compression: "webp", tile: true, tileWidth: 64, tileHeight: 64 }).toBuffer()],
    ["tif", small.clone().tiff({ compression: "lzw", predictor: "horizontal", pyramid: true, tile: true }).toBuffer()],
    ["tif", grey.clone().toColourspace("grey16").tiff({ compression: "deflate" }).toBuffer()],
    ["tif", fax.clone().tiff({ compression: "ccittfax4", bitdepth: 1 }).toBuffer()],
    ["tif", fax.clone().tiff({ bigtiff: true, bitdepth: 4 }).toBuffer()],
  ];
  return Promise.all(pictures.map(async ([ending, bytes]) => ({ name: `sharp.${ending}`, bytes: await bytes })));
}
