import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as after } from "node:timers/promises";
import { renderJob } from "../../helpers/decoder.ts";
import { keyFor, openStore, put } from "../../helpers/entries.ts";
import { PROJECT } from "../../helpers/samples.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

test("kill -9 in the middle of writes leaves no torn picture and a cache that works", async (t) => {
  const folder = tempFolder(t);
  const store = openStore(t, folder);
  let whole = 0;
  for (let round = 0; round < 12; round++) {
    const writers = [1, 2].map(() => fork(new URL("../../helpers/cache-writer.ts", import.meta.url), [folder]));
    await Promise.all(writers.map((writer) => once(writer, "message")));
    // The moment of death is what varies here; nothing waits for it.
    await after(5 + Math.random() * 40);
    for (const writer of writers) writer.kill("SIGKILL");
    await Promise.all(writers.map((writer) => once(writer, "exit")));
    for (let number = 0; number < 20; number++) {
      const found = store.findResult(keyFor(`${number}`));
      if (!found) continue;
      whole++;
      for (const file of [found.files.fresh, found.files.cached]) {
        const [length, own] = readFileSync(file, "utf8").split(":", 2);
        assert.equal(own, `${number}`);
        assert.equal(readFileSync(file, "utf8").length, Number(length) + `${length}:`.length);
      }
    }
  }
  assert.ok(whole > 100, `${whole} whole entries were seen`);
  put(store, keyFor("0"), "fresh", "cached");
  assert.ok(store.findResult(keyFor("0")));
});

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
