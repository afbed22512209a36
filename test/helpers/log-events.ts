import type { Row } from "../studio/spl/rows.ts";

/**
 * The lines of a getimage.log as Splunk's events, newest first, with fields as KV_MODE = auto_escaped reads them. The
 * log of a test lasts some seconds; `spread` gives them the times of a longer while, in the same order and proportion.
 */
export function logEvents(log: string, spread?: { readonly from: number; readonly to: number }): Row[] {
  const lines = log.split("\n").filter((line) => line !== "");
  const times = lines.map((line) => Date.parse(line.slice(0, 29)) / 1000);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const length = Math.max(0.001, last - first);
  const placed = (time: number): number =>
    spread ? spread.from + ((time - first) / length) * (spread.to - spread.from) : time;
  return lines
    .map((line, index): Row => {
      const pairs = line.slice(29).matchAll(/ (\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g);
      const fields = [...pairs].map(([, name = "", quoted, bare = ""]): [string, string] => [
        name,
        quoted?.replace(/\\(.)/g, "$1") ?? bare,
      ]);
      const own = {
        _time: placed(times[index] ?? 0).toFixed(3),
        index: "_internal",
        sourcetype: "getimage:log",
        host: "sh1",
      };
      return new Map([...Object.entries(own), ...fields]);
    })
    .reverse();
}
