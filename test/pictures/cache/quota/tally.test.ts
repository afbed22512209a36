import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Tallies } from "../../../../src/pictures/cache/quota/tally.ts";
import { layoutOf } from "../../../../src/pictures/cache/store/layout.ts";
import { FAILURE, keysIn, openStore } from "../../../helpers/entries.ts";
import { diskUsage, filesOf } from "../../../helpers/files-of.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const DAY_MS = 86_400_000;
const BLOCK = 4_096;

test("a tally counts what a look found and what was added since the look began, by any process", (t) => {
  const layout = layoutOf(tempFolder(t));
  const [one, other] = [new Tallies(layout, Date.now), new Tallies(layout, Date.now)];
  one.add("ab", { bytes: 5, files: 5 });
  assert.equal(one.total("ab"), undefined, "nobody has looked");
  const look = one.begin("ab");
  assert.ok(other.add("ab", { bytes: 10, files: 1 }));
  one.end("ab", look, { bytes: 100, files: 20 });
  other.add("ab", { bytes: 1_000, files: 2 });
  for (const tallies of [one, other]) assert.deepEqual(tallies.total("ab"), { bytes: 1_110, files: 23 });
  assert.equal(one.total("ac"), undefined);
});

test("a look that was not brought to its end, or began in a tally that is gone, says nothing", (t) => {
  const tallies = new Tallies(layoutOf(tempFolder(t)), Date.now);
  tallies.begin("ab");
  tallies.end("ab", "0".repeat(12), { bytes: 1, files: 1 });
  assert.equal(tallies.total("ab"), undefined);
});

for (const [what, text] of [
  ["torn", "+ 4096"],
  ["odd", "= x 1 1 1\n"],
  ["strange", "\u0000\n"],
  ["negative", "+ -5 -1\n"],
] as const) {
  test(`a ${what} tally says nothing, and the next look begins another`, (t) => {
    const layout = layoutOf(tempFolder(t));
    const tallies = new Tallies(layout, Date.now);
    tallies.end("ab", tallies.begin("ab"), { bytes: 1, files: 1 });
    appendFileSync(join(layout.tallies, "ab"), text);
    assert.equal(tallies.total("ab"), undefined);
    tallies.end("ab", tallies.begin("ab"), { bytes: 2, files: 2 });
    assert.deepEqual(tallies.total("ab"), { bytes: 2, files: 2 });
  });
}

test("a look is good for a day, whichever way the clock went", (t) => {
  const layout = layoutOf(tempFolder(t));
  const start = Date.now();
  const tallies = new Tallies(layout, () => start);
  tallies.end("ab", tallies.begin("ab"), { bytes: 1, files: 1 });
  for (const [ms, isKnown] of [
    [DAY_MS - 1, true],
    [DAY_MS + 1, false],
    [-DAY_MS - 1, false],
  ] as const) {
    assert.equal(new Tallies(layout, () => start + ms).total("ab") !== undefined, isKnown);
  }
});

test("a tally does not grow without end", (t) => {
  const layout = layoutOf(tempFolder(t));
  const tallies = new Tallies(layout, Date.now);
  let looks = 0;
  for (let number = 0; number < 6_000; number++) {
    tallies.add("ab", { bytes: 100_000, files: 3 });
    if (tallies.total("ab")) continue;
    tallies.end("ab", tallies.begin("ab"), { bytes: 1, files: 1 });
    looks++;
  }
  assert.ok(looks > 1 && looks < 10, `${looks} looks`);
  assert.ok(readFileSync(join(layout.tallies, "ab")).byteLength < 33_000);
});

test("no tally is written behind a link, and where none can be, a writer looks by itself", (t) => {
  const folder = tempFolder(t);
  const theirs = tempFolder(t);
  const { layout } = openStore(t, folder);
  mkdirSync(layout.root);
  symlinkSync(theirs, layout.tallies);
  for (const key of keysIn("ab", 60)) {
    openStore(t, folder, { maxBytes: 256 * 20 * BLOCK }).commitFailure(key, FAILURE);
    assert.ok(diskUsage(layout.shard("ab")).files <= 20);
  }
  assert.deepEqual(readdirSync(theirs), []);
});

test("a search that writes into a shard with room does not list it, one that writes into a full one does", (t) => {
  const folder = tempFolder(t);
  const limits = { maxBytes: 256 * 20 * BLOCK };
  const [first, second, ...others] = keysIn("ab", 60);
  assert.ok(first && second);
  openStore(t, folder, limits).commitFailure(first, FAILURE);
  const store = openStore(t, folder, limits);
  const tally = join(store.layout.tallies, "ab");
  const looks = (): number => readFileSync(tally, "utf8").match(/^\?/gm)?.length ?? 0;
  store.commitFailure(second, FAILURE);
  assert.equal(looks(), 1, "the first writer's");
  for (const key of others) {
    openStore(t, folder, limits).commitFailure(key, FAILURE);
    assert.ok(filesOf(store.layout.shard("ab")).length <= 20);
  }
  assert.ok(looks() > 1);
  assert.ok(filesOf(store.layout.shard("ab")).length >= 16, "what fits is kept");
});
