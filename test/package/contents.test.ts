import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, matchesGlob, relative } from "node:path";
import { after, test } from "node:test";
import { codeIn, rowsBelow } from "../helpers/markdown-table.ts";
import { packApp, unpackApp } from "../helpers/packed-app.ts";
import { PROJECT } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** What strangers find who search the files of a package. */
const app = unpackApp(tempFolder({ after }), packApp());
/** Where its binaries lie. */
const programs = join(app, "linux_x86_64", "bin");
const DECLARATION = { file: "app/README.md", heading: "Binary File Declaration" };
const files = globSync("**/*", { cwd: app, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));
const code = files.filter((file) => /\.([cm]?js|json)$/.test(file));
const bundles = code.filter((file) => file.endsWith(".mjs") && !file.includes("/node_modules/"));

test("no file names a folder of the machine that made it", () => {
  const makers = [PROJECT.replace(/\/$/, ""), homedir()];
  for (const file of files) {
    const bytes = readFileSync(file);
    for (const folder of makers) assert.ok(!bytes.includes(`${folder}/`), `${file} names ${folder}`);
  }
});

const FORBIDDEN_IN_BUNDLES = [
  /rejectUnauthorized["']?\s*[:=]\s*(false|!1|0)\b/,
  /NODE_TLS_REJECT_UNAUTHORIZED/,
  /\bdotenv\b|["'`/]\.env["'`]/,
];

test("no bundle turns the check of certificates off, or reads .env", () => {
  assert.ok(bundles.length > 10);
  for (const file of bundles) {
    const text = readFileSync(file, "utf8");
    for (const pattern of FORBIDDEN_IN_BUNDLES) assert.ok(!pattern.test(text), `${file}: ${pattern}`);
  }
});

test("there is no source map, no test and nobody's secret", () => {
  for (const file of files) assert.doesNotMatch(file, /\.map$|\.test\.|\.(pem|key|p12|pfx)$/);
  for (const file of code) {
    assert.ok(!/sourceMappingURL=/.test(readFileSync(file, "utf8")), file);
  }
  const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b|\bnpm_\w{36}\b/;
  for (const file of files.filter((each) => !/\/(node|.*\.wasm|.*\.so[.\d]*)$/.test(each))) {
    assert.ok(!key.test(readFileSync(file, "latin1")), file);
  }
});

test("the declaration of binaries has a row for each of them, and no other", () => {
  const binaries = files.filter((file) => isBinary(readFileSync(file))).map((file) => relative(programs, file));
  const declared = rowsBelow(DECLARATION).map(([file = ""]) => codeIn(file)[0] ?? "");
  for (const file of binaries) {
    assert.equal(declared.filter((pattern) => matchesGlob(file, pattern)).length, 1, `${file} is declared once`);
  }
  assert.equal(declared.length, binaries.length);
});

// Programs, libraries and WebAssembly by their first bytes; pictures are no programs.
function isBinary(bytes: Buffer): boolean {
  return ["\x7fELF", "\0asm", "MZ"].some((mark) => bytes.subarray(0, mark.length).equals(Buffer.from(mark, "latin1")));
}
