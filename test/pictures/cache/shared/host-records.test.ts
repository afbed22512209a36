import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { HostRecords, listHostRecords } from "../../../../src/pictures/cache/shared/host-records.ts";
import type { Layout } from "../../../../src/pictures/cache/store/layout.ts";
import type { HostRecord } from "../../../../src/pictures/contract.ts";
import { openStore } from "../../../helpers/entries.ts";
import { filesOf } from "../../../helpers/files-of.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const ORIGIN = "https://img.example:8443";
const RECORD: HostRecord = { origin: ORIGIN, failures: 5, openUntil: 9, step: 1, cause: "refused", at: 7 };

function twoProcesses(t: TestContext): readonly [HostRecords, HostRecords, Layout] {
  const folder = tempFolder(t);
  const [one, other] = [openStore(t, folder), openStore(t, folder)];
  return [new HostRecords(one.layout, one.workspace), new HostRecords(other.layout, other.workspace), one.layout];
}

test("what one process knows of a server, the others know too", (t) => {
  const [one, other, layout] = twoProcesses(t);
  assert.equal(other.read(ORIGIN), undefined);
  one.write(ORIGIN, RECORD);
  assert.deepEqual(other.read(ORIGIN), RECORD);
  assert.deepEqual(listHostRecords(layout), [RECORD]);
  other.write(ORIGIN, { ...RECORD, failures: 6 });
  assert.equal(one.read(ORIGIN)?.failures, 6);
  other.remove(ORIGIN);
  other.remove(ORIGIN);
  assert.equal(one.read(ORIGIN), undefined);
  assert.deepEqual(filesOf(layout.root), []);
});

test("a record's file has a hash for a name, and no endless text in it", (t) => {
  const [one, other, layout] = twoProcesses(t);
  const odd = "http://../../etc/passwd";
  one.write(odd, { ...RECORD, origin: odd, cause: "x".repeat(9_999) });
  assert.match(readdirSync(layout.hosts).join(), /^[0-9a-f]{64}\.json$/);
  assert.equal(other.read(odd)?.cause.length, 300);
});

for (const [what, text] of [
  ["nothing", ""],
  ["half a record", JSON.stringify(RECORD).slice(0, 30)],
  ["no record", "[1]"],
  ["another server's record", JSON.stringify({ ...RECORD, origin: "http://other" })],
  ["a count that is text", JSON.stringify({ ...RECORD, failures: "5" })],
  ["a time below zero", JSON.stringify({ ...RECORD, openUntil: -1 })],
  ["no cause", JSON.stringify({ ...RECORD, cause: undefined })],
] as const) {
  test(`a file with ${what} in it is no record, and is written over`, (t) => {
    const [one, other, layout] = twoProcesses(t);
    one.write(ORIGIN, RECORD);
    const [name = ""] = readdirSync(layout.hosts);
    writeFileSync(join(layout.hosts, name), text);
    assert.equal(other.read(ORIGIN), undefined);
    other.write(ORIGIN, RECORD);
    assert.deepEqual(one.read(ORIGIN), RECORD);
  });
}

test("where nothing can be written, a process remembers by itself", (t) => {
  const folder = join(tempFolder(t), "cache");
  writeFileSync(folder, "a file where the cache should be");
  const { layout, workspace } = openStore(t, folder);
  const [one, other] = [new HostRecords(layout, workspace), new HostRecords(layout, workspace)];
  one.write(ORIGIN, RECORD);
  assert.deepEqual([one.read(ORIGIN), other.read(ORIGIN)], [RECORD, undefined]);
  one.remove(ORIGIN);
  assert.equal(one.read(ORIGIN), undefined);
});

test("a process remembers a thousand servers by itself, however many its rows name", (t) => {
  const folder = join(tempFolder(t), "cache");
  writeFileSync(folder, "a file where the cache should be");
  const { layout, workspace } = openStore(t, folder);
  const records = new HostRecords(layout, workspace);
  const origins = Array.from({ length: 1_001 }, (_, number) => `http://host${number}`);
  for (const origin of origins) records.write(origin, { ...RECORD, origin });
  assert.deepEqual(
    origins.filter((origin) => !records.read(origin)),
    ["http://host0"],
  );
});
