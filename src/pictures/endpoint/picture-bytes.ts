import { readFileSync } from "node:fs";
import { errorCode } from "../../base/error-text.ts";
import { Evicted } from "../cache/shared/publisher.ts";
import type { Variant } from "../cache/store/layout.ts";
import type { Picture } from "../produce/picture.ts";
import type { Show } from "../produce/world.ts";

/** A picture that the cache does not keep goes when it is made, so its bytes are its link; others are read later. */
export const showInline: Show = ({ file, name }) => (name === undefined ? "" : base64Of(file));

/** A picture that `showInline` has shown, in base64. @throws Evicted where it was deleted since */
export function bytesOf({ files, links }: Picture, variant: Variant): string {
  return files ? base64Of(files[variant]) : links[variant];
}

/** @throws Evicted where the file was deleted since it was found */
export function base64Of(file: string): string {
  try {
    return readFileSync(file, "base64");
  } catch (thrown) {
    throw errorCode(thrown) === "ENOENT" ? new Evicted(file) : thrown;
  }
}
