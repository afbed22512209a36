import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Album, startAlbum } from "../helpers/album.ts";
import { installApp } from "../helpers/installed-app.ts";
import { type Ended, startSearch } from "../helpers/running-search.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** Searches of one search head that start at once over the same pictures, each a process of its own. */
const SEARCHES = 8;
const PICTURES = Array.from({ length: 200 }, (_, number) => `${number}.png`);
// Longer than the slowest machine takes for all pictures, so that nobody who waits for another loses patience.
const PATIENT = "[cache]\nlease_wait = 60\n";
const SIZES = ["500x500", "40x40", "30x30", "20x20"];

type Trial = { readonly album: Album; readonly ended: readonly Ended[] };

async function searchAtOnce(
  t: TestContext,
  names: readonly string[],
  conf = "",
  sizeOf: (search: number) => string = () => "500x500",
): Promise<Trial> {
  const album = await startAlbum(t, { side: 48, slowest: 20 });
  const app = installApp(tempFolder(t), `${album.allow}${PATIENT}${conf}`);
  const searches = Array.from({ length: SEARCHES }, (_, search) =>
    startSearch(t, app, names, [album.base, `size=${sizeOf(search)}`]),
  );
  const ended = await Promise.all(searches.map((search) => search.ended));
  for (const { exitCode, stderr, messages } of ended) assert.deepEqual([exitCode, stderr, messages], [0, "", []]);
  return { album, ended };
}

function statesOf({ ended }: Trial): string[][] {
  return ended.map(({ rows }) => rows.map((row) => row.get("image_error") || row.get("image_status") || "no answer"));
}

for (const [how, conf, sizeOf] of [
  ["each show all of them", "", undefined],
  ["keep no originals, and each show all of them", "keep_source = false\n", undefined],
  ["show them in four sizes", "", (search: number) => SIZES[search % SIZES.length] ?? ""],
] as const) {
  test(`eight searches over the same 200 pictures ${how}, and the server is asked 200 times`, async (t) => {
    const trial = await searchAtOnce(t, PICTURES, conf, sizeOf);
    const allOk = Array.from({ length: SEARCHES }, () => PICTURES.map(() => "ok"));
    assert.deepEqual(statesOf(trial), allOk);
    assert.deepEqual(trial.album.asked().toSorted(), PICTURES.toSorted());
  });
}

test("eight searches over a picture that is not there ask for it once", async (t) => {
  const trial = await searchAtOnce(t, ["no-such.png"]);
  assert.deepEqual(
    statesOf(trial),
    Array.from({ length: SEARCHES }, () => ["not-found"]),
  );
  assert.deepEqual(trial.album.asked(), ["no-such.png"]);
});
