import { readFileSync } from "node:fs";
import { errorCode } from "../../base/error-text.ts";
import { Evicted } from "../cache/shared/publisher.ts";

/** A picture's file in base64. @throws Evicted where it was deleted since it was found */
export function base64Of(file: string): string {
  try {
    return readFileSync(file, "base64");
  } catch (thrown) {
    throw errorCode(thrown) === "ENOENT" ? new Evicted(file) : thrown;
  }
}
