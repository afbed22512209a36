import { type Row, type Table, tableOfRows } from "../../src/stand-in/spl/table.ts";

/**
 * The lines of a getimage.log as Splunk's events, newest first, with fields as KV_MODE = auto_escaped reads them. The
 * log of a test lasts some seconds; `spread` gives them the times of a longer while, in the same order and proportion.
 */
export function logEvents(log: string, spread?: { readonly from: number; readonly to: number }): Table {
  const lines = log.split("\n").filter((line) => line !== "");
  const times = lines.map((line) => Date.parse(line.slice(0, 29)) / 1000);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const length = Math.max(0.001, last - first);
  const placed = (time: number): number =>
    spread ? spread.from + ((time - first) / length) * (spread.to - spread.from) : time;
  const rows = lines.map((line, index): Row => {
    const pairs = line.slice(29).matchAll(/ (\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g);
    const own = {
      _time: placed(times[index] ?? 0).toFixed(3),
      _raw: line,
      index: "_internal",
      sourcetype: "getimage:log",
      host: "sh1",
    };
    const fields = [...pairs].map(([, name = "", quoted, bare = ""]) => [
      name,
      quoted?.replace(/\\(.)/g, "$1") ?? bare,
    ]);
    return new Map(
      [...Object.entries(own), ...fields].flatMap(([name = "", value = ""]) => (value === "" ? [] : [[name, [value]]])),
    );
  });
  return tableOfRows(rows.reverse());
}
