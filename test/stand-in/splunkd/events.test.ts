import assert from "node:assert/strict";
import { test } from "node:test";
import { eventsOf } from "../../../src/stand-in/splunkd/events.ts";

const INDEXED = { source: "own.csv", sourcetype: "csv", indexed: new Date("2026-01-01T12:00:00Z") };
const NOW = "1767268800.000";

for (const [title, csv, time] of [
  ["a file without times", "name\nx\n", NOW],
  ["one with seconds since 1970", "_time,name\n1700000000.5,x\n", "1700000000.500"],
  ["one with dates, as Splunk exports them", "_time,name\n2023-11-14T22:13:20.000+00:00,x\n", "1700000000.000"],
  ["one whose times nobody can read", "_time,name\nyesterday,x\n", NOW],
] as const) {
  test(`events of ${title} have a time`, () => {
    const [row] = eventsOf(Buffer.from(csv), INDEXED).rows;
    assert.deepEqual([row?.get("_time"), row?.get("name")], [[time], ["x"]]);
  });
}

test("events are found by the file they come from, whatever source it names", () => {
  const [row] = eventsOf(Buffer.from("source,host,name\nelsewhere,there,x\n"), INDEXED).rows;
  assert.deepEqual([row?.get("source"), row?.get("host")], [["own.csv"], ["preview"]]);
});
