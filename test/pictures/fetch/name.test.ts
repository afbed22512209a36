import assert from "node:assert/strict";
import { test } from "node:test";
import { admit } from "../../../src/pictures/fetch/admission.ts";
import { parseBaseUrl, pictureUrl } from "../../../src/pictures/fetch/base-url.ts";
import { checkName } from "../../../src/pictures/fetch/name.ts";

const GOOD: readonly (readonly [name: string, segments: readonly string[]])[] = [
  ["a.png", ["a.png"]],
  ["a", ["a"]],
  ["/a/b c/d.tif", ["a", "b c", "d.tif"]],
  ["\t a \r\n", ["a"]],
  [".hidden", [".hidden"]],
  ["...", ["..."]],
  ["..a/b..", ["..a", "b.."]],
  ["100%", ["100%"]],
  ["%zz%2", ["%zz%2"]],
  ["a%20b", ["a%20b"]],
  ["a;v=1", ["a;v=1"]],
  ["~user", ["~user"]],
  ["x".repeat(1_024), ["x".repeat(1_024)]],
];

for (const [name, segments] of GOOD) {
  test(`${shown(name)} is a good name`, () => assert.deepEqual(checkName(name), { ok: true, value: segments }));
}

const BAD: readonly (readonly [name: string, reason: string])[] = [
  ["", "is empty"],
  [" \t\n", "is empty"],
  ["/", "is empty"],
  ["x".repeat(1_025), "is longer than 1024 bytes"],
  ["ü".repeat(513), "is longer than 1024 bytes"],
  ["a\0b", "holds a control character"],
  ["a\nb", "holds a control character"],
  ["a\x7fb", "holds a control character"],
  ["a\u0085b", "holds a control character"],
  ["a%00b", "holds a control character when percent-decoded"],
  ["a%0d%0aX: y", "holds a control character when percent-decoded"],
  ["a%c2%85b", "holds a control character when percent-decoded"],
  ["a%2500b", "holds a control character when percent-decoded twice"],
  ["a\\b", "holds a backslash"],
  ["..\\a", "holds a backslash"],
  ["a%5cb", "holds a backslash when percent-decoded"],
  ["a%255Cb", "holds a backslash when percent-decoded twice"],
  ["http://evil.example/a.png", "begins with a scheme"],
  ["file:/etc/passwd", "begins with a scheme"],
  ["data:image/png;base64,AA", "begins with a scheme"],
  ["http%3aevil.example/a", "begins with a scheme when percent-decoded"],
  ["//evil.example/a", "holds an empty segment (//)"],
  ["a//b", "holds an empty segment (//)"],
  ["a%2f/b", "holds an empty segment (//) when percent-decoded"],
  ["a%252f/b", "holds an empty segment (//) when percent-decoded twice"],
  [".", 'holds a "." or ".." segment'],
  ["..", 'holds a "." or ".." segment'],
  ["./a", 'holds a "." or ".." segment'],
  ["a/../b", 'holds a "." or ".." segment'],
  ["../../etc/passwd", 'holds a "." or ".." segment'],
  ["..;/a", 'holds a "." or ".." segment'],
  ["a/.;x=1/b", 'holds a "." or ".." segment'],
  ["%2e%2e/a", 'holds a "." or ".." segment when percent-decoded'],
  [".%2E/a", 'holds a "." or ".." segment when percent-decoded'],
  ["..%2fa", 'holds a "." or ".." segment when percent-decoded'],
  ["..%3b/a", 'holds a "." or ".." segment when percent-decoded'],
  ["%252e%252e/a", 'holds a "." or ".." segment when percent-decoded twice'],
  ["..%252fa", 'holds a "." or ".." segment when percent-decoded twice'],
  ["icons/", "names a folder"],
  ["icons%2f", "names a folder when percent-decoded"],
];

for (const [name, reason] of BAD) {
  test(`${shown(name)} is refused, because it ${reason}`, () => {
    const checked = checkName(name);
    assert.ok(!checked.ok);
    assert.equal(checked.error.code, "bad-name");
    assert.ok(checked.error.text.endsWith(`, which ${reason}`), checked.error.text);
  });
}

test("the text of a refusal shows the name without its control characters, and not all of a long one", () => {
  const checked = checkName(`\u001b[2J\n${"x".repeat(5_000)}`);
  assert.ok(!checked.ok);
  assert.ok(checked.error.text.length < 250);
  assert.doesNotMatch(checked.error.text, /[\u0000-\u001f]/);
});

const PIECES = [..."ab.%/\\;#?+ ü\t:@&=", "..", "%2e", "%2F", "%5c", "%25", "%252e", "//", "http:", "\ud800", "\0"];

for (const base of ["http://h/icons", "http://h/a/b%20c/", "http://h/viewer?id="]) {
  test(`no name, however it is made, leads out of ${base}`, () => {
    const parsed = parseBaseUrl(base);
    assert.ok(parsed.ok);
    const root = new URL(base);
    const servers = [{ label: "test", urls: [new URL(root.pathname, base)] }];
    const random = randomNumbers(20_160_707);
    let accepted = 0;
    for (let round = 0; round < 5_000; round++) {
      const length = 1 + Math.floor(random() * 9);
      const name = Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)]).join("");
      const url = pictureUrl(parsed.value, name, () => "");
      if (!url.ok) {
        assert.equal(url.error.code, "bad-name");
        continue;
      }
      accepted++;
      const { origin, pathname, hash, username, href } = url.value;
      assert.deepEqual([origin, hash, username], ["http://h", "", ""], shown(name));
      const once = decodeURIComponent(pathname);
      assert.ok(pathname.startsWith(root.pathname) && !/(^|\/)\.\.?(\/|$)/.test(once), `${shown(name)} is at ${href}`);
      assert.ok(admit(url.value, servers).ok, `${shown(name)} at ${href} is not admitted`);
    }
    assert.ok(accepted > 300, `only ${accepted} names were good`);
  });
}

// Park and Miller's generator: the same numbers in each run.
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function shown(name: string): string {
  return name.length > 40 ? `${JSON.stringify(name.slice(0, 40))}… (${name.length})` : JSON.stringify(name);
}
