import assert from "node:assert/strict";
import { globSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { anchorsIn, deadLinks, linksIn } from "../helpers/markdown-links.ts";
import { PROJECT } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** Pages of app/ are written for the package, where their links are followed by test/package/links.test.ts. */
const NOT_HERE = ["**/node_modules/**", "dist/**", "var/**", "app/**"];
const PAGES = globSync("**/*.md", { cwd: PROJECT, exclude: NOT_HERE }).sort();

for (const page of PAGES) {
  test(`every link of ${page} leads to what is there`, () => assert.deepEqual(deadLinks(PROJECT, page), []));
}

test("the pages that a reader begins with are among them", () => {
  for (const page of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/pictures/README.md"]) {
    assert.ok(PAGES.includes(page), page);
  }
});

test("a file, a heading and a picture that are not there are seen, and so is a way out", (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, "sub"));
  writeFileSync(join(folder, "sub", "there.md"), "# One heading\n\n## Lines of `a.log`, twice\n\n## One heading\n");
  const good = ["sub/there.md", "sub", "sub/there.md#lines-of-alog-twice", "sub/there.md#one-heading-1", "#title"];
  const bad = ["sub/gone.md", "sub/there.md#no-heading", "gone.png", "../", "/etc/passwd", "#no", "sub#there"];
  const links = [...good, ...bad, "https://example.invalid/gone"].map((target) => `![x](${target}) \`[y](code)\``);
  writeFileSync(
    join(folder, "page.md"),
    `# Title\n\n${links.join("\n")}\n\n    [z](sub/there.md)\n\n\`\`\`\n[f](fence)\n\`\`\`\n`,
  );
  assert.deepEqual(deadLinks(folder, "page.md"), bad);
});

test("links, pictures in links, reference lines and HTML are found; code is passed over", () => {
  const text = '[![a](one.png)](two.md "title") `[b](code)`\n<img src="three.png">\n\n[c]: four.md\n';
  assert.deepEqual(linksIn(text), ["one.png", "two.md", "four.md", "three.png"]);
  assert.deepEqual(anchorsIn("# A, b & [c](d.md)\n```\n# no heading\n```\n## Ärzte_1\n"), ["a-b--c", "ärzte_1"]);
});
