import { globSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";

const DATES = /"(fetchedAt|checkedAt|storedAt|openUntil|at)":(\d+)/g;

/** Makes all that a cache holds older, as if so many seconds had passed. */
export function ageCache(cache: string, seconds: number): void {
  for (const file of globSync(`${cache}/v*/*/*.{json,failure}`)) {
    const text = readFileSync(file, "utf8");
    const { mtimeMs } = statSync(file);
    writeFileSync(
      file,
      text.replace(DATES, (_, name: string, at: string) => `"${name}":${Number(at) - seconds * 1_000}`),
    );
    utimesSync(file, mtimeMs / 1_000 - seconds, mtimeMs / 1_000 - seconds);
  }
}
