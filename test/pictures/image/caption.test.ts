import assert from "node:assert/strict";
import { test } from "node:test";
import { plainLine } from "../../../src/pictures/image/caption.ts";

const LINES: readonly (readonly [string, string, string])[] = [
  ["markup stays what it is", "<b>&amp;</b>.jpg", "<b>&amp;</b>.jpg"],
  ["a direction override is shown as a box", "gpj.\u202escan", "gpj.\ufffdscan"],
  ["zero-width characters are shown", "a\u200bb\u2060c\ufeff", "a\ufffdb\ufffdc\ufffd"],
  ["line breaks become blanks", "one\r\ntwo\tthree\u2028four", "one two three four"],
  ["blanks of any width become one", "a\u00a0\u2003\u3000b", "a b"],
  ["control characters are shown", "a\u0000b\u001b[31m", "a\ufffdb\ufffd[31m"],
  ["a lone surrogate is shown", "a\ud800b", "a\ufffdb"],
  ["composed letters stay letters", "Jose\u0301.jpg", "José.jpg"],
  ["the letters that macOS takes apart are put together", "Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"],
  ["piled-up marks are shown", "a\u0334\u0335\u0336", "a\ufffd\ufffd\ufffd"],
];

for (const [name, text, plain] of LINES) {
  test(`in a caption ${name}`, () => assert.equal(plainLine(text), plain));
}

test("a very long name is bounded, and no character is cut in two", () => {
  assert.equal(plainLine("x".repeat(100_000)).length, 300);
  assert.equal(plainLine("\u{1f5bc}".repeat(1_000)), "\u{1f5bc}".repeat(300));
});
