import assert from "node:assert/strict";
import { test } from "node:test";
import { escaped, failureMarkdown, pictureMarkdown } from "../../../src/pictures/command/markdown.ts";

const HOSTILE: readonly (readonly [title: string, text: string, expected: string])[] = [
  ["a link", "[x](http://evil)", "\\[x\\]\\(http\\:\\/\\/evil\\)"],
  ["a picture", "![x](//evil/x.png)", "\\!\\[x\\]\\(\\/\\/evil\\/x\\.png\\)"],
  ["markup", "<img src=x onerror=alert(1)>", "\\<img src\\=x onerror\\=alert\\(1\\)\\>"],
  ["the border of a table's cell", "a|b", "a\\|b"],
  ["a backslash before a mark", "\\](x)", "\\\\\\]\\(x\\)"],
  ["lines", "a\n\n# b\r\nc", "a \\# b c"],
  ["characters that turn the direction", "a\u202egnp.exe", "a gnp\\.exe"],
  ["letters of any script", "räksmörgås 処方箋", "räksmörgås 処方箋"],
];
for (const [title, text, expected] of HOSTILE) {
  test(`${title} in a name stays text in Markdown`, () => assert.equal(escaped(text), expected));
}

test("a name of a megabyte is cut, between characters", () => {
  assert.equal([...escaped("💊".repeat(250_000))].length, 80);
});

test("a picture without a link is shown all the same, and one without a thumbnail leads to the picture", () => {
  assert.equal(pictureMarkdown("a", "data:x", ""), "![a](data:x)");
  assert.equal(pictureMarkdown("a", "", "/x"), "[a](/x)");
});

test("an error is words, and its name code, in which no renderer looks for links", () => {
  assert.equal(failureMarkdown("www.evil.example`x`@y", "timeout"), "✖ timeout `www.evil.example'x'@y`");
  assert.equal(failureMarkdown("", "bad-name"), "✖ bad\\-name");
});
