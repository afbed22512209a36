/** The value of a TIFF's fill order for bytes whose first bit is the lowest. */
export const MIRRORED = 2;

/** Bytes with their bits in the other order, as fill order 2 stores even packed data. */
export function mirrored(bytes: Buffer): Buffer {
  const turned = Buffer.alloc(bytes.byteLength);
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at] ?? 0;
    let other = 0;
    for (let bit = 0; bit < 8; bit++) other |= ((byte >> bit) & 1) << (7 - bit);
    turned[at] = other;
  }
  return turned;
}
