import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** Path of a file in sample_images. */
export function sample(name: string): string {
  return join(PROJECT, "sample_images", name);
}
