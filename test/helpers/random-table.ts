import Papa from "papaparse";
import { integerBelow, type Random } from "../../src/base/random.ts";

const PIECES = [",", '"', '""', "\n", "\r\n", " ", "\t", "é", "🩻", "漢字", "a", "0.5", "rx.tif", "$", ";", "\\", "\0"];

export function randomText(random: Random): string {
  return Array.from({ length: integerBelow(random, 5) }, () => PIECES[integerBelow(random, PIECES.length)]).join("");
}

export type RandomTable = { readonly columns: string[]; readonly rows: string[][]; readonly body: Buffer };

/** A table of hard cells, and papaparse's way to write it. */
export function randomTable(random: Random): RandomTable {
  const columns = Array.from({ length: 1 + integerBelow(random, 5) }, (_, index) => `${randomText(random)}${index}`);
  const rows = Array.from({ length: integerBelow(random, 8) }, () => columns.map(() => randomText(random)));
  const newline = integerBelow(random, 2) === 0 ? "\n" : "\r\n";
  // Without quotes an empty cell alone in a row cannot be told from an empty line.
  const quotes = columns.length === 1 || integerBelow(random, 3) === 0;
  const text = Papa.unparse({ fields: columns, data: rows }, { newline, quotes });
  // papaparse ends the header of a table without rows, and no other record at the end.
  const end = rows.length > 0 && integerBelow(random, 2) === 0 ? newline : "";
  return { columns, rows, body: Buffer.from(text + end) };
}

/** What papaparse reads from a body of several columns; its first record is the header. */
export function parsedByPapa(body: Buffer): string[][] {
  return Papa.parse<string[]>(body.toString("utf8"), { delimiter: ",", newline: "\n", skipEmptyLines: true }).data;
}
