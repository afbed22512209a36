import sharp from "sharp";

/**
 * A picture as 64 bits: for each of 8 rows of 9 grey cells, whether a cell is brighter than the one before it. Pictures
 * that look alike differ in a few bits, whatever their size and compression.
 */
export async function fingerprint(picture: string | Buffer): Promise<string> {
  const cells = await sharp(picture)
    .flatten({ background: "#ffffff" })
    .greyscale()
    .resize(9, 8, { fit: "fill" })
    .raw()
    .toBuffer();
  let bits = "";
  for (let row = 0; row < 8; row++) {
    for (let column = 1; column < 9; column++) {
      bits += (cells[row * 9 + column] ?? 0) > (cells[row * 9 + column - 1] ?? 0) ? "1" : "0";
    }
  }
  return BigInt(`0b${bits}`).toString(16).padStart(16, "0");
}

/** In how many of the 64 bits two fingerprints differ. */
export function distance(one: string, other: string): number {
  return [...(BigInt(`0x${one}`) ^ BigInt(`0x${other}`)).toString(2)].filter((bit) => bit === "1").length;
}
