import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { getInfo, rowsOf } from "../../src/stand-in/splunkd/search-command.ts";
import { filesOf } from "../helpers/files-of.ts";
import { csvOf, installApp, startCommand } from "../helpers/installed-app.ts";
import { ALLOW, column, GOOD, search, server, URL_BASE } from "../helpers/sample-search.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** From its second chunk on, a search looks into the cache at once; rows must not tell the difference. */
const NAMES = GOOD.slice(0, 3);

for (const serve of ["rest", "static"]) {
  test(`cached pictures show the same in the first chunk and in later ones, with serve = ${serve}`, async (t) => {
    const app = installApp(tempFolder(t), `[serve]\nserve = ${serve}\n${ALLOW}`);
    assert.deepEqual(column(await search(app, csvOf("image_file", NAMES)), "image_cache"), ["miss", "miss", "miss"]);
    const before = server.requests();
    const splunkd = startCommand(t, app);
    await splunkd.request(getInfo(["image_file", URL_BASE]));
    const ask = async (names: readonly string[], finished = false): Promise<string[][]> => {
      const reply = await splunkd.request({ action: "execute", finished }, csvOf("image_file", names));
      return rowsOf(reply).map((row) => [...row].filter(([name]) => name !== "image_ms").map(([, cell]) => cell));
    };
    const [first, second, third] = NAMES as [string, string, string];
    const [ofFirst] = await ask([first]);
    // A table of one column: each row is its name and its cells.
    const later = await ask([second, second, first, "", third]);
    const status = ([, ...cells]: readonly string[]): string => cells.find((cell) => cell === "hit") ?? "";
    assert.deepEqual(later.map(status), ["hit", "hit", "hit", "", "hit"]);
    assert.deepEqual(later[0], later[1]);
    assert.deepEqual(later[2], ofFirst);
    assert.equal(server.requests(), before);
    await ask([], true);
    splunkd.close();
    await splunkd.exit;
    assert.match(app.log(), /rows=6 hits=5 misses=0 errors=0/);
  });
}

test("a later chunk fetches what has gone from the cache meanwhile", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  await search(app, csvOf("image_file", NAMES));
  const splunkd = startCommand(t, app);
  await splunkd.request(getInfo(["image_file", URL_BASE]));
  await splunkd.request({ action: "execute", finished: false }, csvOf("image_file", NAMES.slice(0, 1)));
  for (const file of filesOf(app.cache)) if (/\.(jpg|source)$/.test(file)) rmSync(file);
  const before = server.requests();
  const reply = await splunkd.request({ action: "execute", finished: true }, csvOf("image_file", NAMES.slice(1)));
  splunkd.close();
  assert.deepEqual(
    rowsOf(reply).map((row) => row.get("image_cache")),
    ["miss", "miss"],
  );
  assert.equal(server.requests() - before, 2);
});
