import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { APP_ID } from "../../src/pictures/contract.ts";
import { makePackage, packApp, packageIn } from "../helpers/packed-app.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** The archive as the system's tar lists it. */
type Listed = { readonly mode: string; readonly owner: string; readonly path: string };

function listing(): Listed[] {
  const lines = execFileSync("tar", ["-tvzf", packApp()], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [mode = "", owner = "", , , , ...path] = line.split(/\s+/);
    return { mode, owner, path: path.join(" ") };
  });
}

test("an archive has one folder, named after the app, and nothing hidden, local or linked", () => {
  const entries = listing();
  assert.ok(entries.length > 100);
  assert.equal(entries[0]?.path, `${APP_ID}/`);
  for (const { path, mode } of entries) {
    assert.ok(path.startsWith(`${APP_ID}/`), path);
    assert.doesNotMatch(path, /\/(\.|local\/|local\.meta)|__MACOSX/, path);
    assert.match(mode, /^[-d]/, `${path} is a file or a folder`);
  }
});

test("only the launchers and Node may be run, and nobody but root owns a file", () => {
  const entries = listing();
  const folders = entries.filter(({ mode }) => mode.startsWith("d"));
  assert.deepEqual(new Set(folders.map(({ mode }) => mode)), new Set(["drwxr-xr-x"]));
  const files = entries.filter(({ mode }) => mode.startsWith("-"));
  assert.deepEqual(new Set(files.map(({ mode }) => mode)), new Set(["-rw-r--r--", "-rwxr-xr-x"]));
  const programs = files.filter(({ mode }) => mode.includes("x")).map(({ path }) => path.slice(APP_ID.length + 1));
  const launchers = readFileSync(new URL("../../scripts/package/programs.ts", import.meta.url), "utf8");
  for (const path of programs) {
    const [, launcher] = /^bin\/([\w-]+)$/.exec(path) ?? [];
    assert.ok(path === "linux_x86_64/bin/node" || launchers.includes(`"${launcher}"`), path);
  }
  assert.ok(programs.includes("bin/getimage") && programs.includes("linux_x86_64/bin/node"));
  assert.deepEqual(new Set(entries.map(({ owner }) => owner)), new Set(["root/root"]));
});

test("bin, which goes to every indexer, is small", () => {
  const inBin = execFileSync("tar", ["-xzOf", packApp(), `${APP_ID}/bin`], { encoding: "utf8" });
  assert.ok(inBin.length < 20_000, `${inBin.length} bytes`);
});

test("a package is under 60 MB", () => {
  assert.ok(readFileSync(packApp()).length < 60e6);
});

test("the same commit gives the same bytes, in whichever time zone, language, folder and umask", {
  timeout: 240_000,
}, (t) => {
  const first = digest(packApp());
  const out = tempFolder(t);
  makePackage(out, { ...process.env, TZ: "Asia/Kathmandu", LC_ALL: "C", HOME: out });
  assert.equal(digest(packageIn(out)), first);
});

test("what cannot be made is refused by its name", (t) => {
  assert.throws(() => makePackage(tempFolder(t), process.env, "--platform", "solaris-sparc"), {
    message: /no package can be made for solaris-sparc; there are linux-x86_64 and linux-arm64/,
  });
});

function digest(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
