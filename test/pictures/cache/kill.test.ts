import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Store } from "../../../src/pictures/cache/store/store.ts";
import { sweepSlice } from "../../../src/pictures/cache/sweep/sweep.ts";
import { renderJob } from "../../helpers/decoder.ts";
import { keyFor, openStore, put, putSource, ROOMY } from "../../helpers/entries.ts";
import { age } from "../../helpers/files-of.ts";
import { PROJECT } from "../../helpers/samples.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const KEY = keyFor("a");
const OLD = { result: ["old", "old of the cache"], source: ["old original"] } as const;
const NEW = { result: ["new picture", "new picture of the cache"], source: ["another original"] } as const;

function write(store: Store, kind: "result" | "source"): void {
  if (kind === "result") put(store, KEY, ...OLD.result);
  else putSource(store, KEY, ...OLD.source);
}

/** What the files of an entry hold; undefined where it is not found. */
function read(store: Store, kind: "result" | "source"): readonly string[] | undefined {
  const files = kind === "result" ? store.findResult(KEY)?.files : store.findSource(KEY);
  const paths = files && ("file" in files ? [files.file] : [files.fresh, files.cached]);
  return paths?.map((path) => readFileSync(path, "utf8"));
}

for (const [kind, before, found] of [
  ["result", "jpg", OLD.result],
  ["result", "cached.jpg", undefined],
  ["result", "json", undefined],
  ["result", "", NEW.result],
  ["source", "source", OLD.source],
  ["source", "json", undefined],
  ["source", "", NEW.source],
] as const) {
  const moment = before === "" ? "behind its last file" : `before its .${before}`;
  const what = found === undefined ? "no entry" : found === OLD[kind] ? "the old one whole" : "the new one whole";
  test(`kill -9 of who replaces a ${kind}, ${moment}, leaves ${what}, and a cache that works`, async (t) => {
    const store = openStore(t, tempFolder(t));
    write(store, kind);
    const program = new URL("../../helpers/dying-writer.ts", import.meta.url);
    const writer = fork(program, [store.layout.folder, kind, ...(before === "" ? [] : [before])]);
    assert.deepEqual(await once(writer, "exit"), [null, "SIGKILL"]);
    assert.deepEqual(read(store, kind), found);
    write(store, kind);
    assert.deepEqual(read(store, kind), OLD[kind]);

    const { layout, workspace } = store;
    const theirs = readdirSync(layout.temporary).filter((name) => !workspace.folder.endsWith(name));
    assert.equal(theirs.length, 1, "what was on its way lies in the folder of the dead");
    age(61, ...theirs.map((name) => join(layout.temporary, name)));
    const options = {
      layout,
      workspace,
      limits: ROOMY,
      publicFolder: tempFolder(t),
      linkSeconds: 3_600,
      now: Date.now,
    };
    sweepSlice({ ...options, sliceMs: 600_000 });
    assert.deepEqual([readdirSync(layout.temporary).length, readdirSync(layout.locks)], [1, []]);
    assert.deepEqual(read(store, kind), OLD[kind]);
  });
}

test("a decoder whose search was killed ends in the middle of its picture", async (t) => {
  const child = fork(new URL("../../../src/programs/pictures/decoder.ts", import.meta.url), {
    serialization: "advanced",
  });
  t.after(() => child.kill("SIGKILL"));
  await once(child, "spawn");
  child.send({ id: 1, job: renderJob(join(PROJECT, "sample_images", "rx_garcia_0412.tif"), "tiff", tempFolder(t)) });
  child.disconnect();
  assert.deepEqual(await once(child, "exit"), [null, "SIGKILL"]);
});
