import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { encodeValues } from "../../../src/splunk/chunked/multivalue.ts";
import { collectPictures } from "../../../src/stand-in/terminal/shown-pictures.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

test("every picture of every row is laid out under its row's number and a name that any file system takes", (t) => {
  const folder = tempFolder(t);
  const fileOf = (text: string): string => {
    writeFileSync(join(folder, text), text);
    return pathToFileURL(join(folder, text)).href;
  };
  const pages = encodeValues([fileOf("page 1"), "", fileOf("page 3")]);
  const names = encodeValues(["r.jpg", "r_sorry.png", "r.jpg"]);
  const rows = [
    { file_loc: fileOf("one"), new_image: `../a\n${"é".repeat(90)}.jpg` },
    { file_loc: "", new_image: "no picture.png" },
    { file_loc: pages.plain, __mv_file_loc: pages.encoded, new_image: names.plain, __mv_new_image: names.encoded },
  ];
  const shown = join(folder, "shown");
  collectPictures(
    rows.map((row) => new Map(Object.entries(row))),
    shown,
  );
  assert.deepEqual(
    readdirSync(shown)
      .sort()
      .map((name) => [name, readFileSync(join(shown, name), "utf8")]),
    [
      [`01 .._a_${"é".repeat(55)}.jpg`, "one"],
      ["03-01 r.jpg", "page 1"],
      ["03-03 r.jpg", "page 3"],
    ],
  );
});
