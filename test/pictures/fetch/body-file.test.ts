import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BodyFile } from "../../../src/pictures/fetch/body-file.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

/** More than is gathered at once. */
const LARGE = 700_000;

test("pieces of all sizes come out as they went in, for their owner alone", async (t) => {
  const file = join(tempFolder(t), "body");
  const output = new BodyFile(file);
  const pieces = [1, 65_536, LARGE, 0, 3, 262_144, 262_145, 65_535].map((size, index) =>
    Buffer.alloc(size, index + 65),
  );
  for (const piece of pieces) await output.take(piece);
  await output.finish();
  assert.ok(readFileSync(file).equals(Buffer.concat(pieces)));
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test("files that are written at the same time keep their own bytes", async (t) => {
  const folder = tempFolder(t);
  const write = async (letter: string): Promise<void> => {
    const output = new BodyFile(join(folder, letter));
    for (let round = 0; round < 20; round++) await output.take(Buffer.alloc(50_000 + round, letter));
    await output.finish();
  };
  await Promise.all([..."abcdefgh"].map(write));
  for (const letter of "abcdefgh") {
    const bytes = readFileSync(join(folder, letter));
    assert.equal(bytes.byteLength, 20 * 50_000 + 190);
    assert.ok(bytes.every((byte) => byte === letter.charCodeAt(0)));
  }
});

test("a file that is given up while a piece waits for room goes, and nothing is written behind that", async (t) => {
  const file = join(tempFolder(t), "body");
  const output = new BodyFile(file);
  const waiting = output.take(Buffer.alloc(3 * LARGE, "x"));
  assert.ok(waiting);
  await Promise.all([output.discard(), waiting]);
  assert.equal(existsSync(file), false);
});

test("a file of somebody else is neither written nor removed", async (t) => {
  const file = join(tempFolder(t), "body");
  writeFileSync(file, "theirs");
  const output = new BodyFile(file);
  await output.take(Buffer.from("ours"));
  await assert.rejects(output.finish(), { code: "EEXIST" });
  await output.discard();
  assert.equal(readFileSync(file, "utf8"), "theirs");
});
