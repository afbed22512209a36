import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { stripElf } from "../../scripts/package/strip-elf.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

test("a stripped Node is smaller, runs as before, and is not made smaller twice", (t) => {
  const whole = readFileSync(process.execPath);
  const stripped = stripElf(whole);
  assert.ok(stripped.length <= whole.length);
  assert.deepEqual(stripElf(stripped), stripped);
  const file = join(tempFolder(t), "node");
  writeFileSync(file, stripped, { mode: 0o755 });
  const script =
    "[process.version, new Intl.NumberFormat('de').format(1234.5), WebAssembly.validate(new Uint8Array(8))]";
  const said = (node: string): string => execFileSync(node, ["-p", script], { encoding: "utf8" });
  assert.equal(said(file), said(process.execPath));
});

test("what is no program of 64 bits is refused", () => {
  assert.throws(() => stripElf(Buffer.from("#!/bin/sh\necho 1\n".padEnd(100))), {
    message: /no 64-bit little-endian ELF/,
  });
});
