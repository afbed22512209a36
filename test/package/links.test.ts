import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { after, test } from "node:test";
import { deadLinks } from "../helpers/markdown-links.ts";
import { packApp, unpackApp } from "../helpers/packed-app.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** Pages as an admin finds them beside the app, without a source tree. What npm packages bring is theirs. */
const app = unpackApp(tempFolder({ after }), packApp());
const pages = globSync("**/*.md", { cwd: app, exclude: ["**/node_modules/**"] }).sort();

test("a package brings its own first page and the pages that an admin needs", () => {
  for (const page of ["README.md", "CHANGELOG.md", "README/reference.md", "README/troubleshooting.md"]) {
    assert.ok(pages.includes(page), page);
  }
});

for (const page of pages) {
  test(`every link of the packed ${page} leads to what is in the package`, () =>
    assert.deepEqual(deadLinks(app, page), []));
}
