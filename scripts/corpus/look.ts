import sharp from "sharp";

/**
 * What a picture looks like from afar: 64 x 64 lightnesses, and the mean colours of 16 x 16 cells, in CIE Lab. Small enough
 * that compression, dithering and the ways to shrink do not count; large enough that the lines of a form do.
 */
export type Look = { readonly lightness: readonly number[]; readonly cells: readonly Lab[] };
type Lab = readonly [lightness: number, a: number, b: number];

/** How far two pictures are apart. The same one, decoded by others, stays below `SAME`. */
export type Difference = {
  /** One minus the structural similarity of the lightnesses: 0 is the same, about 1 unrelated, more than 1 a negative. */
  readonly structure: number;
  /** Mean CIE76 distance of the cells: 2.3 is just noticeable. */
  readonly colour: number;
};

/**
 * Nothing right was seen above, nothing wrong below both. Of pictures of the corpus, structure / colour: JPEG of quality 30
 * 0.02 / 1.0, eight colours 0.00 / 1.4; but linear light taken for sRGB 0.06 / 6.1, the lower rows of a fax missing 0.06 / 0.6,
 * another page of the same fax 0.54 / 3.1, blue and red exchanged 0.00 / 7.2, no colours 0.00 / 7.5, mirrored 0.18 / 3.7,
 * upside down 0.52 / 5.8, a negative 1.13 / 40, black 1.00 / 55.
 */
export const SAME: Difference = { structure: 0.05, colour: 5 };

export function isSame({ structure, colour }: Difference): boolean {
  return structure <= SAME.structure && colour <= SAME.colour;
}

const SIDE = 64;
const CELLS = squares(4, 4);
const WINDOWS = squares(8, 4);

export async function lookOf(picture: string | Buffer): Promise<Look> {
  const pixels = await sharp(picture)
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .resize(SIDE, SIDE, { fit: "fill", kernel: "cubic" })
    .blur(0.8)
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { channels } = pixels.info;
  const labs = Array.from({ length: SIDE * SIDE }, (_, at) => {
    const red = pixels.data[at * channels] ?? 0;
    if (channels < 3) return labOf(red, red, red);
    return labOf(red, pixels.data[at * channels + 1] ?? 0, pixels.data[at * channels + 2] ?? 0);
  });
  const cells = CELLS.map((places) => meanLab(places.map((at) => labs[at] ?? [0, 0, 0])));
  return { lightness: labs.map(([lightness]) => lightness / 100), cells };
}

export function differenceOf(one: Look, other: Look): Difference {
  const similar = WINDOWS.map((places) => {
    const pick = (look: Look) => places.map((at) => look.lightness[at] ?? 0);
    return structuralSimilarity(pick(one), pick(other));
  });
  const far = one.cells.map((cell, at) => {
    const [lightness = 0, a = 0, b = 0] = other.cells[at] ?? [];
    return Math.hypot(cell[0] - lightness, cell[1] - a, cell[2] - b);
  });
  return { structure: 1 - mean(similar), colour: mean(far) };
}

/** Places of the pixels of each square of the picture. */
function squares(side: number, step: number): number[][] {
  const starts = Array.from({ length: (SIDE - side) / step + 1 }, (_, index) => index * step);
  const inside = Array.from({ length: side * side }, (_, at) => Math.floor(at / side) * SIDE + (at % side));
  return starts.flatMap((y) => starts.map((x) => inside.map((at) => at + y * SIDE + x)));
}

/** Wang et al. 2004, of one window; its constants keep noise on flat paper from counting. */
function structuralSimilarity(one: readonly number[], other: readonly number[]): number {
  const [c1, c2] = [0.01 ** 2, 0.03 ** 2];
  const [m1, m2] = [mean(one), mean(other)];
  const spread = (first: readonly number[], second: readonly number[], p: number, q: number) =>
    mean(first.map((value, at) => (value - p) * ((second[at] ?? 0) - q)));
  const [v1, v2, shared] = [spread(one, one, m1, m1), spread(other, other, m2, m2), spread(one, other, m1, m2)];
  return ((2 * m1 * m2 + c1) * (2 * shared + c2)) / ((m1 ** 2 + m2 ** 2 + c1) * (v1 + v2 + c2));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanLab(labs: readonly Lab[]): Lab {
  return [mean(labs.map(([l]) => l)), mean(labs.map(([, a]) => a)), mean(labs.map(([, , b]) => b))];
}

function labOf(...rgb: readonly [number, number, number]): Lab {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const xyz = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
  ];
  const [x, y, z] = xyz.map((share) => (share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16 / 116)) as [
    number,
    number,
    number,
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
