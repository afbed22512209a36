import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { errorCode } from "../../base/error-text.ts";

export type StaticFile = { readonly type: string; readonly body: Buffer };

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".html": "text/plain; charset=utf-8",
};

/** A file of a folder by its path in an address; undefined where there is none, or none that a page needs. */
export function staticFile(folder: string, path: string): StaticFile | undefined {
  const names = path.split("/");
  if (names.some((name) => !/^[\w-][\w.-]*$/.test(name))) return undefined;
  const type = TYPES[extname(path)];
  if (type === undefined) return undefined;
  try {
    return { type, body: readFileSync(join(folder, ...names)) };
  } catch (thrown) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(errorCode(thrown) ?? "")) return undefined;
    throw thrown;
  }
}
