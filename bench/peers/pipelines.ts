import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../scripts/package/project.ts";

/** The machine may have none, and then ImageMagick draws no caption. */
const FONT = join(PROJECT, "node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf");

type CommandLine = readonly [string, ...string[]];

/** The original's pipeline; without an address it shows what it fetched before, as the original did for cached rows. */
export function originalLine(folder: string, base?: string): CommandLine {
  return ["sh", join(import.meta.dirname, "original.sh"), folder, FONT, ...(base === undefined ? [] : [base])];
}

/** Makes the folders that it writes into. */
export function originalFolder(folder: string): string {
  for (const name of ["originals", "shown"]) mkdirSync(join(folder, name), { recursive: true });
  return folder;
}

export function naiveLine(node: string, folder: string, base: string): CommandLine {
  return [node, join(import.meta.dirname, "naive.ts"), folder, base];
}
