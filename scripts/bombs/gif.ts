import { BitWriter, type Claim, text, u16le } from "./words.ts";

const PALETTE = Buffer.of(0, 0, 0, 255, 255, 255, 200, 30, 40, 30, 90, 190);
const FRAME_SIDE = 8;

/** A GIF of small frames on a screen of the size that it claims. */
export function gif({ width, height }: Claim, frames: number): Buffer {
  const screen = Buffer.concat([text("GIF89a"), u16le(width, height), Buffer.of(0x91, 0, 0), PALETTE]);
  const repeat = Buffer.concat([Buffer.of(0x21, 0xff, 11), text("NETSCAPE2.0"), Buffer.of(3, 1, 0, 0, 0)]);
  const one = frame({ width: Math.min(width, FRAME_SIDE), height: Math.min(height, FRAME_SIDE) });
  return Buffer.concat([screen, repeat, ...Array.from({ length: frames }, () => one), Buffer.of(0x3b)]);
}

/** A GIF whose one frame claims more pixels than it has. */
export function gifOfHugeFrame({ width, height }: Claim): Buffer {
  const screen = Buffer.concat([text("GIF89a"), u16le(width, height), Buffer.of(0x91, 0, 0), PALETTE]);
  return Buffer.concat([screen, frame({ width, height }), Buffer.of(0x3b)]);
}

function frame({ width, height }: Claim): Buffer {
  const control = Buffer.of(0x21, 0xf9, 4, 4, 5, 0, 0, 0);
  const place = Buffer.concat([Buffer.of(0x2c), u16le(0, 0, width, height), Buffer.of(0)]);
  // Clear before the codes would need another bit: 2-bit pixels, never packed.
  const bits = new BitWriter();
  for (let pixel = 0; pixel < FRAME_SIDE * FRAME_SIDE; pixel++) {
    if (pixel % 2 === 0) bits.put(4, 3);
    bits.put((pixel >> 2) & 3, 3);
  }
  const data = bits.put(5, 3).bytes();
  return Buffer.concat([control, place, Buffer.of(2, data.byteLength), data, Buffer.of(0)]);
}
