import sharp, { type Sharp } from "sharp";
import type { FormatChoice, OutputFormat } from "../../../contract.ts";
import type { Pixels } from "../pixels.ts";

/** What is known of pixels that makes their file smaller. */
export type Look = {
  /** All three bands are the same. */
  readonly isGrey: boolean;
  /** Text in black on white, shrunk. */
  readonly isBilevel: boolean;
};

/** So many greys keep the edges of shrunk black-and-white text as smooth as the eye can see. */
const GREYS = 16;
/** Room for a coloured caption beside the greys. */
const COLOURS = 64;

/**
 * Up to so many pixels a JPEG gets code tables of its own: they are a good part of a thumbnail. On larger ones they save
 * 6 % of the bytes and take 1.6 times as long.
 */
const OWN_TABLES_PIXELS = 256 * 256;

export type Encoded = { readonly bytes: Buffer; readonly format: OutputFormat };

/** `auto` takes a PNG of few greys for a page in black and white where that is smaller than a JPEG, and else a JPEG. */
export async function encode(pixels: Pixels, look: Look, format: FormatChoice, quality: number): Promise<Encoded> {
  switch (format) {
    case "png":
      return { format, bytes: await (look.isBilevel ? fewGreys(pixels, look) : plain(pixels, look).png()).toBuffer() };
    case "webp":
      return { format, bytes: await plain(pixels, look).webp({ quality }).toBuffer() };
    case "jpg":
      return {
        format,
        bytes: await plain(pixels, look)
          .jpeg({ quality, optimiseCoding: isSmall(pixels) })
          .toBuffer(),
      };
    case "auto": {
      const jpeg = encode(pixels, look, "jpg", quality);
      if (!look.isBilevel) return jpeg;
      const [one, other] = await Promise.all([jpeg, encode(pixels, look, "png", quality)]);
      return other.bytes.byteLength < one.bytes.byteLength ? other : one;
    }
  }
}

function isSmall({ width, height }: Pixels): boolean {
  return width * height <= OWN_TABLES_PIXELS;
}

function plain({ data, width, height }: Pixels, { isGrey }: Look): Sharp {
  if (!isGrey) return sharp(data, { raw: { width, height, channels: 3 } });
  const grey = new Uint8Array(width * height);
  for (let index = 0; index < grey.length; index++) grey[index] = data[index * 3] ?? 0;
  return sharp(grey, { raw: { width, height, channels: 1 } }).toColourspace("b-w");
}

function fewGreys({ data, width, height }: Pixels, look: Look): Sharp {
  const step = 255 / (GREYS - 1);
  const levels = Uint8Array.from({ length: 256 }, (_, value) => Math.round(Math.round(value / step) * step));
  const stepped = { data: data.map((value) => levels[value] ?? value), width, height };
  const colours = look.isGrey ? GREYS : COLOURS;
  return plain(stepped, look).png({ palette: true, colours, dither: 0, compressionLevel: 9 });
}
