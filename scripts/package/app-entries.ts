import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { TarEntry } from "./tar.ts";

/** Programs lie directly in a folder named bin, and their names have no dot. */
const PROGRAM = /\/bin\/[^/.]+$/;
const FOREIGN = /\/(\.|local(\/|$)|local\.meta$)/;

/**
 * Files and folders of an assembled app as its archive holds them, with the modes that Splunk's review wants.
 * @throws when something lies there that an app may not bring
 */
export function appEntries(app: string): TarEntry[] {
  const found = readdirSync(app, { recursive: true, withFileTypes: true }).map((entry) => {
    const file = join(entry.parentPath, entry.name);
    const path = `${basename(app)}/${relative(app, file)}`;
    if (FOREIGN.test(path)) throw new Error(`${path} must not be in a package`);
    if (entry.isDirectory()) return { path, mode: 0o755 };
    if (!entry.isFile()) throw new Error(`${path} is neither a file nor a folder`);
    return { path, mode: PROGRAM.test(path) ? 0o755 : 0o644, bytes: readFileSync(file) };
  });
  return [{ path: basename(app), mode: 0o755 }, ...found];
}
