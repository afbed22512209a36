import { corrupt, truncated, unsupported } from "../../faults.ts";

// Headers of the FITS standard 4.0: blocks (section 3.1), keyword records of 80 bytes (4.1), mandatory keywords (4.4.1) and
// those that describe arrays (4.4.2.5), image extensions (7.1).

const BLOCK_BYTES = 2880;
const CARD_BYTES = 80;
const MAX_PLANES = 100_000;
const DEPTHS = [8, 16, 32, 64, -32, -64] as const;

/** Type of the values: bits of an integer, or negative bits of a floating point number. */
type Depth = (typeof DEPTHS)[number];

/** Where the pixels of an image are and what they mean: value = stored * scale + zero. */
export type FitsImage = {
  readonly start: number;
  readonly width: number;
  readonly height: number;
  readonly planes: number;
  /** Has three axes, not more. */
  readonly isCube: boolean;
  readonly bits: Depth;
  readonly scale: number;
  readonly zero: number;
  /** Stands for no value. */
  readonly blank: number | undefined;
  readonly dataMin: number | undefined;
  readonly dataMax: number | undefined;
};

type Header = { readonly cards: ReadonlyMap<string, string>; readonly end: number };

/** The first part of a FITS file that is an image of two or more axes. */
export function findImage(bytes: Buffer): FitsImage {
  let isPacked = false;
  for (let at = 0; at < bytes.byteLength; ) {
    const { cards, end } = readHeader(bytes, at);
    const number = (key: string): number | undefined => {
      const value = Number.parseFloat((cards.get(key) ?? "").replace(/d/i, "e"));
      return Number.isFinite(value) ? value : undefined;
    };
    const bits = DEPTHS.find((depth) => depth === number("BITPIX"));
    if (bits === undefined) throw corrupt(`expected a FITS BITPIX of ${DEPTHS}, received ${cards.get("BITPIX")}`);
    const axes = readAxes(number);
    const [width = 0, height = 0] = axes;
    const planes = axes.slice(2).reduce((product, length) => product * length, 1);
    const isImage = at === 0 || /^'IMAGE/.test(cards.get("XTENSION") ?? "");
    if (isImage && width > 0 && height > 0 && planes > 0) {
      if (planes > MAX_PLANES)
        throw unsupported(`expected at most ${MAX_PLANES} planes of a FITS image, received ${planes}`);
      return {
        start: end,
        width,
        height,
        planes,
        isCube: axes.length === 3,
        bits,
        scale: number("BSCALE") ?? 1,
        zero: number("BZERO") ?? 0,
        blank: bits > 0 ? number("BLANK") : undefined,
        dataMin: number("DATAMIN"),
        dataMax: number("DATAMAX"),
      };
    }
    isPacked ||= cards.get("ZIMAGE")?.startsWith("T") ?? false;
    const values = axes.length === 0 ? 0 : axes.reduce((product, length) => product * length, 1);
    const data = (Math.abs(bits) / 8) * (number("GCOUNT") ?? 1) * ((number("PCOUNT") ?? 0) + values);
    if (!(data >= 0)) throw corrupt("a FITS header declares a negative amount of data");
    at = end + Math.ceil(data / BLOCK_BYTES) * BLOCK_BYTES;
  }
  throw unsupported(`expected a FITS image of two axes, found ${isPacked ? "only a packed one" : "none"}`);
}

function readAxes(number: (key: string) => number | undefined): number[] {
  const count = number("NAXIS") ?? 0;
  if (!Number.isInteger(count) || count < 0 || count > 999) throw corrupt(`expected a FITS NAXIS, received ${count}`);
  return Array.from({ length: count }, (_, index) => {
    const length = number(`NAXIS${index + 1}`) ?? -1;
    if (Number.isInteger(length) && length >= 0) return length;
    throw corrupt(`expected a length of FITS axis ${index + 1}, received ${length}`);
  });
}

function readHeader(bytes: Buffer, start: number): Header {
  const cards = new Map<string, string>();
  for (let at = start; at + CARD_BYTES <= bytes.byteLength; at += CARD_BYTES) {
    const card = bytes.toString("latin1", at, at + CARD_BYTES);
    const key = card.slice(0, 8).trimEnd();
    if (key === "END") return { cards, end: start + Math.ceil((at + CARD_BYTES - start) / BLOCK_BYTES) * BLOCK_BYTES };
    // What a card says first counts; comments and history have no value.
    if (card.startsWith("= ", 8) && !cards.has(key)) cards.set(key, card.slice(10).trim());
  }
  throw truncated("expected the END of a FITS header, but the file ends before");
}
