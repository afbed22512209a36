import sharp, { type Sharp } from "sharp";
import { groupFourTiff } from "../../scripts/samples/fax.ts";
import { type Raster, rawInput } from "../../scripts/samples/raster.ts";
import { colourPage, faxPage, greyPage } from "./drawn-page.ts";

/** A kind of scan, as pharmacies have them: how many of 200 are of it, and how one is made from a seed. */
export type Kind = {
  readonly name: string;
  readonly extension: string;
  readonly count: number;
  readonly make: (seed: number) => Promise<Buffer>;
};

const LETTER = { width: 1700, height: 2200 };

/** The mix that the goals were measured with. */
export const KINDS: readonly Kind[] = [
  { name: "g4-200dpi", extension: "tif", count: 40, make: (seed) => fax([seed], 1654, 2339) },
  { name: "g4-300dpi", extension: "tif", count: 30, make: (seed) => fax([seed], 2480, 3508) },
  { name: "g4-3-pages", extension: "tif", count: 15, make: (seed) => fax([seed, seed + 1, seed + 2], 1654, 2339) },
  { name: "lzw-colour", extension: "tif", count: 20, make: colour(LETTER, 7, (page) => page.tiff(LZW)) },
  { name: "lzw-grey", extension: "tif", count: 15, make: grey(LETTER, 5, (page) => page.tiff(LZW)) },
  // Below quality 90 libvips writes YCbCr with halved colour, from there on RGB.
  { name: "jpeg-tiff-ycbcr", extension: "tif", count: 10, make: colour(LETTER, 11, (page) => page.tiff(jpegTiff(75))) },
  { name: "jpeg-tiff-rgb", extension: "tif", count: 10, make: colour(LETTER, 3, (page) => page.tiff(jpegTiff(90))) },
  { name: "jpeg-tiff-grey", extension: "tif", count: 10, make: grey(LETTER, 7, (page) => page.tiff(jpegTiff(75))) },
  { name: "png", extension: "png", count: 15, make: colour({ width: 1200, height: 1600 }, 3, (page) => page.png()) },
  { name: "photo", extension: "jpg", count: 20, make: colour({ width: 3000, height: 2000 }, 13, photo) },
  { name: "gif", extension: "gif", count: 5, make: colour({ width: 800, height: 1035 }, 0.5, (page) => page.gif()) },
  { name: "webp", extension: "webp", count: 5, make: colour({ width: 1600, height: 1200 }, 5, webp) },
  { name: "grey-16bit", extension: "tif", count: 5, make: deepGrey },
];

const LZW = { compression: "lzw", predictor: "horizontal" } as const;

function jpegTiff(quality: number) {
  return { compression: "jpeg", quality } as const;
}

function photo(page: Sharp): Sharp {
  return page.jpeg({ quality: 82, chromaSubsampling: "4:2:0" });
}

function webp(page: Sharp): Sharp {
  return page.webp({ quality: 75 });
}

function colour(size: { width: number; height: number }, grain: number, encoded: (page: Sharp) => Sharp): Kind["make"] {
  return async (seed) => encoded(opened(await colourPage({ ...size, seed, grain }))).toBuffer();
}

function grey(size: { width: number; height: number }, grain: number, encoded: (page: Sharp) => Sharp): Kind["make"] {
  return async (seed) => {
    const page = opened(await greyPage({ ...size, seed, grain })).toColourspace("b-w");
    return encoded(page).toBuffer();
  };
}

async function fax(seeds: readonly number[], width: number, height: number): Promise<Buffer> {
  const pages: Raster[] = [];
  for (const seed of seeds) pages.push(await faxPage({ width, height, seed, grain: 12 }));
  return groupFourTiff(pages);
}

// All 16 bits are used, as X-ray films have them.
async function deepGrey(seed: number): Promise<Buffer> {
  const { data, width, height } = await greyPage({ width: 512, height: 512, seed, grain: 3 });
  const deep = Uint16Array.from(data, (value, at) => value * 257 + (at % 200));
  return sharp(deep, { raw: { width, height, channels: 1 } })
    .toColourspace("grey16")
    .tiff({ compression: "none" })
    .toBuffer();
}

function opened(raster: Raster): Sharp {
  return sharp(raster.data, rawInput(raster));
}
