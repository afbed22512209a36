import { cpSync, mkdirSync, rmSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { OUTPUT_FIELDS } from "../../pictures/contract.ts";
import { decodeValues, MULTIVALUE_PREFIX } from "../../splunk/chunked/multivalue.ts";

type Row = ReadonlyMap<string, string>;

/** The columns that getimage added to a row, without their prefix, once for each picture of the row: most have one. */
export function shownPictures(row: Row, prefix: string): readonly Row[] {
  const columns = OUTPUT_FIELDS.map((name) => ({ name, values: valuesOf(row, prefix + name) }));
  const count = Math.max(...columns.map(({ values }) => values.length));
  return Array.from(
    { length: count },
    (_, index) => new Map(columns.map(({ name, values }) => [name, values[index] ?? ""])),
  );
}

/** The values of one column of a row. */
export function valuesOf(row: Row, name: string): readonly string[] {
  return decodeValues(row.get(name) ?? "", row.get(MULTIVALUE_PREFIX + name) ?? "");
}

/**
 * Copies the shown pictures under names that a person can read, which begin with the number of their row, and of the
 * picture where a row has several: "01-03 name.jpg".
 * @returns the address of their folder
 */
export function collectPictures(rows: readonly ReadonlyMap<string, string>[], folder: string, prefix = ""): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [index, row] of rows.entries()) {
    const pictures = shownPictures(row, prefix);
    for (const [place, picture] of pictures.entries()) {
      const file = picture.get("file_loc") ?? "";
      if (!file.startsWith("file://")) continue;
      const number = pictures.length === 1 ? twoDigits(index + 1) : `${twoDigits(index + 1)}-${twoDigits(place + 1)}`;
      cpSync(new URL(file), join(folder, `${number} ${fileName(picture.get("new_image") ?? "")}`));
    }
  }
  return pathToFileURL(folder).href;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

// File systems bound a name in bytes; 60 characters of any script fit.
function fileName(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N} ._#%-]/gu, "_");
  const extension = extname(safe);
  return `${basename(safe, extension).slice(0, 60)}${extension}`;
}
