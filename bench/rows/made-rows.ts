import { encodeCell } from "../../src/splunk/chunked/csv.ts";
import { encodeValues } from "../../src/splunk/chunked/multivalue.ts";
import { frameOf, type Rows } from "../search.ts";

/** Names of the columns; splunkd sends a `__mv_` column for each. */
const FIELDS = ["_time", "host", "Patient_Name", "Prescription", "note", "codes", "clinic", "price", "status", "_raw"];
/** Records differ within a chunk; chunks hold the same ones, because drawing a million cells takes longer than sending them. */
const DIFFERENT = 1_000;

/** Rows of ten fields with quotes, line breaks, multivalue cells and letters of all kinds, about 215 bytes each. */
export function madeRows(count: number, chunkRows: number): Rows {
  const header = [...FIELDS, ...FIELDS.map((name) => `__mv_${name}`)].join(",");
  const records = Array.from({ length: Math.min(DIFFERENT, chunkRows) }, (_, number) => record(number));
  const whole = Array.from({ length: chunkRows }, (_, row) => records[row % records.length]);
  const chunk = Buffer.from(`${[header, ...whole].join("\n")}\n`);
  const chunks = Math.ceil(count / chunkRows);
  const frames = Array.from({ length: chunks }, (_, index) => frameOf(chunk, index === chunks - 1));
  return { frames, count: chunks * chunkRows };
}

function record(number: number): string {
  const codes = number % 4 === 0 ? [`A${number}`, `B$${number}`, "C;1"] : [`A${number}`];
  const { plain, encoded } = encodeValues(codes);
  const cells = [
    `1700000${String(number).padStart(3, "0")}.250`,
    `sh${number % 7}.example`,
    ["Elena García", "Zoë Ångström", "王小明", "Ольга Петрова"][number % 4] ?? "",
    `Amoxicillin ${number % 900} mg, "as directed"`,
    number % 10 === 0 ? "first line\nsecond line" : "1 capsule 3 x daily for 7 days",
    plain,
    ["Harbour Lane", "Lindenhof", "Northgate"][number % 3] ?? "",
    `${(number % 97) + 0.25}`,
    number % 3 === 0 ? "filled" : "open",
    `2024-04-12 09:41:0${number % 10} scan=rx_${number}.tif clinic=${number % 3} "ok"`,
  ];
  const multivalue = FIELDS.map((name) => (name === "codes" ? encoded : ""));
  return [...cells, ...multivalue].map(encodeCell).join(",");
}
