import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../base/error-text.ts";
import { mergeConf, parseConf } from "./conf.ts";
import type { Conf } from "./conf-value.ts";

/**
 * Reads `default/<name>.conf` and `local/<name>.conf` of an app, merged key by key.
 * A missing file counts as empty; one that cannot be read throws, for settings must not vanish unseen.
 */
export function readAppConf(app: string, name: string): Conf {
  return mergeConf(["default", "local"].map((layer) => readLayer(app, `${layer}/${name}.conf`)));
}

function readLayer(app: string, file: string): Conf {
  try {
    return parseConf(readFileSync(join(app, file), "utf8"), file);
  } catch (thrown) {
    if (errorCode(thrown) === "ENOENT") return new Map();
    throw thrown;
  }
}
