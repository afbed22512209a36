import { BitWriter, type Claim, text, u32le } from "./words.ts";

/** A lossless WebP of one colour: each pixel takes no bit at all, so that any size is a few bytes. */
export function plainWebp(claim: Claim): Buffer {
  return riff(chunk("VP8L", plainPixels(claim)));
}

/** An animation of so many frames of one pixel, on a canvas of the size that it claims. */
export function animatedWebp({ width, height }: Claim, frames: number): Buffer {
  const canvas = chunk("VP8X", Buffer.concat([u32le(0x02), u24le(width - 1), u24le(height - 1)]));
  const animation = chunk("ANIM", Buffer.alloc(6));
  const pixel = chunk("VP8L", plainPixels({ width: 1, height: 1 }));
  const place = Buffer.concat([u24le(0), u24le(0), u24le(0), u24le(0), u24le(10), Buffer.of(0)]);
  const frame = chunk("ANMF", Buffer.concat([place, pixel]));
  return riff(canvas, animation, ...Array.from({ length: frames }, () => frame));
}

function plainPixels({ width, height }: Claim): Buffer {
  const bits = new BitWriter()
    .put(0x2f, 8)
    .put(width - 1, 14)
    .put(height - 1, 14)
    .put(0, 1)
    .put(0, 3);
  // No transform, no colour cache, one group of codes.
  bits.put(0, 1).put(0, 1).put(0, 1);
  // Green, red, blue, alpha, distance: each a simple code of the one symbol 0xff, or 0 for the distance.
  for (const symbol of [0x80, 0x40, 0x20, 0xff]) bits.put(1, 1).put(0, 1).put(1, 1).put(symbol, 8);
  return bits.put(1, 1).put(0, 1).put(0, 1).put(0, 1).bytes();
}

function riff(...chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([text("WEBP"), ...chunks]);
  return Buffer.concat([text("RIFF"), u32le(body.byteLength), body]);
}

function chunk(type: string, body: Buffer): Buffer {
  return Buffer.concat([text(type), u32le(body.byteLength), body, Buffer.alloc(body.byteLength % 2)]);
}

function u24le(value: number): Buffer {
  return u32le(value).subarray(0, 3);
}
