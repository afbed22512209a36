/** What was made of 16-bit grey: 8 bits a pixel, and what a person should know about it. */
export type Stretched = { readonly data: Uint8Array; readonly note?: string };

const FULL = 65_535;
/** Data in less than this part of the range would come out as almost one grey; 12 bits take a sixteenth. */
const SMALL_PART = 1 / 8;
/** Fewer steps than this are noise on an even ground, and would be blown up to a picture of nothing. */
const FEWEST_STEPS = 64;
/** White paper is no picture that lacks contrast. */
const PAPER = 0.9 * FULL;
/** Share of the pixels that a few hot or dead ones may be. */
const OUTLIERS = 0.0005;

/**
 * 16-bit grey as 8 bits. Cameras and scanners of medicine often put 10 or 12 bits into 16, which simply cut would be
 * almost black; so data that sits in a small part of the range is stretched to all of it.
 */
export function toEightBits(data: Uint16Array): Stretched {
  const { low, high } = rangeOf(data);
  const isSmall = high - low < FULL * SMALL_PART && high - low >= FEWEST_STEPS && high < PAPER;
  // Loops here, because typed arrays take several times as long to map values from one kind into another.
  const bytes = new Uint8Array(data.length);
  if (!isSmall) {
    for (let index = 0; index < data.length; index++) bytes[index] = (data[index] ?? 0) >> 8;
    return { data: bytes };
  }
  const scale = 255 / (high - low);
  const note = `grey values ${low} to ${high} of ${FULL} are stretched to the full range`;
  for (let index = 0; index < data.length; index++) {
    bytes[index] = Math.min(255, Math.max(0, ((data[index] ?? 0) - low) * scale));
  }
  return { data: bytes, note };
}

function rangeOf(data: Uint16Array): { readonly low: number; readonly high: number } {
  const counts = new Uint32Array(FULL + 1);
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1;
  const passed = Math.floor(data.length * OUTLIERS);
  let low = 0;
  for (let seen = counts[0] ?? 0; seen <= passed && low < FULL; seen += counts[low] ?? 0) low++;
  let high = FULL;
  for (let seen = counts[FULL] ?? 0; seen <= passed && high > low; seen += counts[high] ?? 0) high--;
  return { low, high };
}
