import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tarOf } from "../../scripts/package/tar.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const TIME = 1_700_000_000;
const LONG = `${"folder-of-a-long-name/".repeat(6)}${"n".repeat(60)}`;

test("the system's tar unpacks every file with its bytes, mode and time, under long names too", (t) => {
  const folder = tempFolder(t);
  const files = new Map([
    ["app/empty", Buffer.alloc(0)],
    ["app/a block", Buffer.alloc(512, 1)],
    [`app/${LONG}`, Buffer.alloc(513, 2)],
  ]);
  const entries = [...files].map(([path, bytes]) => ({ path, mode: 0o644, bytes }));
  writeFileSync(join(folder, "a.tar"), tarOf([...entries, { path: "app", mode: 0o755 }], TIME));
  execFileSync("tar", ["-xf", "a.tar"], { cwd: folder });
  for (const [path, bytes] of files) {
    assert.deepEqual(readFileSync(join(folder, path)), bytes, path);
    const { mode, mtimeMs } = statSync(join(folder, path));
    assert.deepEqual([mode & 0o777, mtimeMs], [0o644, TIME * 1_000], path);
  }
});

test("an archive does not depend on the order of its entries, and a path that fits nowhere is refused", () => {
  const entries = ["b", "a", "c/d"].map((path) => ({ path, mode: 0o644, bytes: Buffer.from(path) }));
  assert.deepEqual(tarOf(entries, TIME), tarOf([...entries].reverse(), TIME));
  assert.throws(() => tarOf([{ path: "n".repeat(200), mode: 0o644 }], TIME), { message: /path is too long/ });
});
