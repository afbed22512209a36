import { createHash } from "node:crypto";

/** So many bytes without a pattern; the same seed gives the same ones. */
export function noise(bytes: number, seed: string): Buffer<ArrayBuffer> {
  return Buffer.from(createHash("shake256", { outputLength: bytes }).update(seed).digest());
}
