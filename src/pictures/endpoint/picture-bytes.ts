import { readFileSync } from "node:fs";
import { errorCode } from "../../base/error-text.ts";
import { Evicted } from "../cache/shared/publisher.ts";

/** The bytes of an error picture in base64, or the file of one that the cache keeps, from which they are read anew. */
export type PictureBytes = { readonly base64: string } | { readonly file: string };

export function bytesOf(file: string, isKept: boolean): PictureBytes {
  return isKept ? { file } : { base64: base64Of(file) };
}

/** Undefined where the file was evicted since. */
export function bytesIn(bytes: PictureBytes): string | undefined {
  if ("base64" in bytes) return bytes.base64;
  try {
    return base64Of(bytes.file);
  } catch (thrown) {
    if (thrown instanceof Evicted) return undefined;
    throw thrown;
  }
}

/** A picture's file in base64. @throws Evicted where it was deleted since it was found */
export function base64Of(file: string): string {
  try {
    return readFileSync(file, "base64");
  } catch (thrown) {
    throw errorCode(thrown) === "ENOENT" ? new Evicted(file) : thrown;
  }
}
