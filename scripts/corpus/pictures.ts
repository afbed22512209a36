import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp, { type Sharp } from "sharp";
import { FLAG, flagSvg } from "./flag.ts";

/** The pictures that the samples show, small, so that hundreds of files are made in seconds. */
export const PICTURES = ["label", "grey", "page", "pill", "film", "fax", "fax2", "fax3", "flag"] as const;
export type Picture = (typeof PICTURES)[number];

const sample = (name: string): string => fileURLToPath(new URL(`../../sample_images/${name}`, import.meta.url));

function bilevel(name: string, page = 0): Sharp {
  return sharp(sample(name), { page }).resize(620).greyscale().threshold(140).toColourspace("b-w");
}

const DRAWN: Readonly<Record<Picture, () => Sharp>> = {
  label: () => sharp(sample("label_tanaka_cmyk.jpg")).toColourspace("srgb").resize(450),
  grey: () => sharp(sample("label_tanaka_cmyk.jpg")).toColourspace("srgb").resize(450).toColourspace("b-w"),
  page: () => sharp(sample("rx_lindqvist_colour.tif")).resize(280),
  pill: () => sharp(sample("pill_novak.png")).resize(300),
  film: () => sharp(sample("chest_moreau_16bit.tif")).resize(260).toColourspace("grey16"),
  fax: () => bilevel("rx_garcia_0412.tif"),
  fax2: () => bilevel("rx_okafor_refills.tif", 1),
  fax3: () => bilevel("rx_okafor_refills.tif", 2),
  flag: () => sharp(FLAG.pixels(), { raw: { ...FLAG.size, channels: 3 } }),
};

/**
 * Writes the source pictures into a folder: each as PNG, as TIFF and as PNM (PBM for a fax, PGM with 16 bits for the film, PAM
 * with alpha for the pill), the colour label as JPEG, the flag as SVG.
 */
export async function writePictures(folder: string): Promise<void> {
  const put = (name: string, bytes: Uint8Array | string) => writeFile(join(folder, name), bytes);
  await Promise.all(
    PICTURES.map(async (name) => {
      await DRAWN[name]()
        .png()
        .toFile(join(folder, `${name}.png`));
      await put(...(await portable(name, DRAWN[name]())));
      await DRAWN[name]()
        .tiff({ compression: "deflate", predictor: "none", ...(name.startsWith("fax") && { bitdepth: 1 }) })
        .toFile(join(folder, `${name}.tif`));
    }),
  );
  await DRAWN.label().jpeg({ quality: 90 }).toFile(join(folder, "label.jpg"));
  await DRAWN.grey().jpeg({ quality: 90 }).toFile(join(folder, "grey.jpg"));
  await put("flag.svg", flagSvg());
}

async function portable(name: Picture, picture: Sharp): Promise<[string, Uint8Array]> {
  const isDeep = name === "film";
  const isGrey = isDeep || name === "grey" || name.startsWith("fax");
  const { data, info } = await (isGrey ? picture.extractChannel(0).toColourspace(isDeep ? "grey16" : "b-w") : picture)
    .raw({ depth: isDeep ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (name.startsWith("fax")) return [`${name}.pbm`, withHead(`P4\n${width} ${height}\n`, packed(data, width))];
  if (isDeep) return [`${name}.pgm`, withHead(`P5\n${width} ${height}\n65535\n`, data.swap16())];
  if (isGrey) return [`${name}.pgm`, withHead(`P5\n${width} ${height}\n255\n`, data)];
  if (channels === 3) return [`${name}.ppm`, withHead(`P6\n${width} ${height}\n255\n`, data)];
  const head = `P7\nWIDTH ${width}\nHEIGHT ${height}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n`;
  return [`${name}.pam`, withHead(head, data)];
}

function withHead(head: string, data: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(head, "latin1"), data]);
}

/** One bit a pixel, 1 is black, as PBM has it. */
function packed(grey: Uint8Array, width: number): Uint8Array {
  const stride = Math.ceil(width / 8);
  const bits = new Uint8Array(stride * (grey.byteLength / width));
  for (const [at, value] of grey.entries()) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const byte = y * stride + (x >> 3);
    if (value < 128) bits[byte] = (bits[byte] ?? 0) | (0x80 >> (x & 7));
  }
  return bits;
}
