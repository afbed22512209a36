import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { SpareFolder } from "../../../src/pictures/wiring/spare-folder.ts";
import { age } from "../../helpers/files-of.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

test("a spare folder takes what killed searches left with it, whatever lies beside that, and is made anew", (t) => {
  const temp = tempFolder(t);
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = temp;
  t.after(() => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  });
  const theirs = join(temp, "theirs");
  const left = ["b", "c"].map((name) => join(temp, `getimage-spare-${name}`));
  for (const folder of [theirs, ...left]) mkdirSync(folder);
  symlinkSync("nowhere", join(temp, "getimage-spare-a"));
  symlinkSync(theirs, join(temp, "getimage-spare-bb"));
  age(7_200, theirs, ...left);
  const spare = new SpareFolder();
  const first = spare.next();
  assert.deepEqual(
    [theirs, ...left].filter((folder) => existsSync(folder)),
    [theirs],
  );
  rmSync(dirname(first), { recursive: true });
  writeFileSync(spare.next(), "picture");
  spare.remove();
  assert.ok(!existsSync(dirname(first)));
});
