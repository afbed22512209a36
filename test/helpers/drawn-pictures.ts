import { readFileSync } from "node:fs";
import sharp, { type Sharp } from "sharp";
import { sample } from "./samples.ts";

/** Samples that sharp opens by itself, in an order that looks like a day at a clinic. */
export const SAMPLES = [
  "rx_lindqvist_colour.tif",
  "chest_moreau_16bit.tif",
  "pill_novak.png",
  "rx_okafor_refills.tif",
  "photo_haddad_turned.jpg",
  "label_tanaka_cmyk.jpg",
  "chart_silva.gif",
  "rx_garcia_0412.tif",
  "rx_petrov_mobile.webp",
  "rx_scan_0042",
] as const;

const drawn = new Map<string, Promise<Buffer>>();

/** A sample as the endpoint would show it, as JPEG; pages beyond those that it has are sheets with their number. */
export function drawPicture(name: string, side: number, page = 1): Promise<Buffer> {
  const key = `${name} ${side} ${page}`;
  const made = drawn.get(key) ?? draw(name, side, page);
  drawn.set(key, made);
  return made;
}

/** A small JPEG as data: URI, shorter than 4096 characters. */
export async function thumbOf(name: string): Promise<string> {
  const picture = await sharp(await drawPicture(name, 512))
    .resize(96, 96, { fit: "inside" })
    .jpeg({ quality: 50 })
    .toBuffer();
  return `data:image/jpeg;base64,${picture.toString("base64")}`;
}

async function draw(name: string, side: number, page: number): Promise<Buffer> {
  const bytes = readFileSync(sample(SAMPLES.find((known) => known === name) ?? "rx_garcia_0412.tif"));
  const { pages = 1 } = await sharp(bytes).metadata();
  const source = page > pages ? sheet(page) : sharp(bytes, { page: page - 1, pages: 1 }).rotate();
  return source
    .resize(side, side, { fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .jpeg({ quality: 80 })
    .toBuffer();
}

function sheet(page: number): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="1754"><rect width="1240" height="1754" fill="#fdfcf7"/>
    <text x="620" y="1000" font-size="420" text-anchor="middle" fill="#33404d" font-family="DejaVu Sans">${page}</text></svg>`;
  return sharp(Buffer.from(svg));
}
