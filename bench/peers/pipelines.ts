import { mkdirSync } from "node:fs";
import { join } from "node:path";

type CommandLine = readonly [string, ...string[]];

/** The original's pipeline; without an address it shows what it fetched before, as the original did for cached rows. */
export function originalLine(folder: string, base?: string): CommandLine {
  return ["sh", join(import.meta.dirname, "original.sh"), folder, ...(base === undefined ? [] : [base])];
}

/** Makes the folders that it writes into. */
export function originalFolder(folder: string): string {
  for (const name of ["originals", "shown"]) mkdirSync(join(folder, name), { recursive: true });
  return folder;
}

export function naiveLine(node: string, folder: string, base: string): CommandLine {
  return [node, join(import.meta.dirname, "naive.ts"), folder, base];
}
