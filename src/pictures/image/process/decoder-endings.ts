import type { ImageError } from "../../contract.ts";

const MEGABYTE = 2 ** 20;

/** @param seconds that it had */
export function hung(seconds: number): ImageError {
  return { code: "decoder-crashed", text: `the picture could not be decoded within ${seconds} s` };
}

/** @param bytes that the decoder may hold */
export function tooLarge(bytes: number): ImageError {
  const megabytes = Math.round(bytes / MEGABYTE);
  const text = `expected the decoder to need at most ${megabytes} MB for this picture, but it took more; ask for a smaller one, or raise [image] decoder_memory`;
  return { code: "decode-memory", text };
}

/** @param how the child ended, and what it said */
export function crashed(how: string): ImageError {
  return { code: "decoder-crashed", text: `the decoder ended while it worked on this picture (${how})` };
}

/** Says nothing about the picture. @param how the last child ended, and what it said */
export function unusable(how: string): ImageError {
  const text = `expected a decoder that works, but it ended each time (${how}); it is tried again in some seconds`;
  return { code: "decoder-unavailable", text };
}
