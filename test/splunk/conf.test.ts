import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeConf, parseConf } from "../../src/splunk/conf.ts";
import { shown } from "../helpers/shown-conf.ts";

const PARSED: readonly (readonly [name: string, text: string, conf: string])[] = [
  ["stanzas and keys", "[a]\nx = 1\ny=2\n\n[b]\nx = 3\n", '[a] x="1" y="2" [b] x="3"'],
  ["dots in stanza names nest nothing", "[a.b]\nx = 1\n[a]\nc.d = 2\n", '[a.b] x="1" [a] c.d="2"'],
  ["; and # inside a value belong to it", "[a]\nx = 1;2 # 3\ny = #fff\n", '[a] x="1;2 # 3" y="#fff"'],
  ["; and # inside a stanza's name and a key", "[a;b#c]\nx;y#z = 1\n", '[a;b#c] x;y#z="1"'],
  ["# and ; at the start of a line are comments", "# c\n[a]\n  # x = 1\n;y = 2\nz = 3\n", '[a] z="3"'],
  ["quotes stay", '[a]\nx = "1"\ny = \'2\'\nz = "3\n', '[a] x="\\"1\\"" y="\'2\'" z="\\"3"'],
  ["[] in keys and values", "[a]\nx[] = 1\nx[] = 2\ny = [b]\n", '[a] x[]="2" y="[b]"'],
  ["[ and ] inside a stanza's name", "[a[1]]\nx = 1\n", '[a[1]] x="1"'],
  ["a backslash continues a line", "[a]\nx = 1 \\\n  2\\\n3\ny = 4\n", '[a] x="1 \\n  2\\n3" y="4"'],
  ["a continued line may look like a stanza or comment", "[a]\nx = 1\\\n[b]\\\n# c\n", '[a] x="1\\n[b]\\n# c"'],
  ["a backslash at the end of the file", "[a]\nx = 1\\", '[a] x="1"'],
  ["a backslash alone at the end of the file", "[a]\nx = 1\n\\", '[a] x="1"'],
  ["a backslash in a comment continues nothing", "[a]\n# x = 1 \\\ny = 2\n", '[a] y="2"'],
  ["a backslash inside a value", "[a]\nx = 5x5\\>\ny = C:\\new\\x\n", '[a] x="5x5\\\\>" y="C:\\\\new\\\\x"'],
  ["a byte order mark", "\uFEFF[a]\nx = 1\n", '[a] x="1"'],
  ["a byte order mark before a key", "\uFEFFx = 1\n", '[default] x="1"'],
  ["lines that end with CRLF", "[a]\r\nx = 1\\\r\n2\r\n\r\ny = 3\r\n", '[a] x="1\\n2" y="3"'],
  ["a stanza that comes twice", "[a]\nx = 1\ny = 2\n[b]\n[a]\ny = 3\n", '[a] x="1" y="3" [b]'],
  ["a key that comes twice", "[a]\nx = 1\ny = 2\nx = 3\n", '[a] x="3" y="2"'],
  ["keys above the first stanza", "x = 1\n[a]\ny = 2\n[default]\nz = 3\n", '[default] x="1" z="3" [a] y="2"'],
  ["the name __proto__", "[__proto__]\n__proto__ = 1\n", '[__proto__] __proto__="1"'],
  ["other names of JavaScript's own", "[constructor]\ntoString = 2\n", '[constructor] toString="2"'],
  ["words that stay text", "[a]\nx = true\ny = null\nz = 007\n", '[a] x="true" y="null" z="007"'],
  ["= inside a value", "[a]\nx = a=b==c\n", '[a] x="a=b==c"'],
  ["blanks round everything", "  [a]  \n\tx\t=\t1 2\t\n", '[a] x="1 2"'],
  ["an empty value", "[a]\nx =\ny =  \n", '[a] x="" y=""'],
  ["a key without =", "[a]\nx\n", '[a] x=""'],
  ["an empty stanza name", "[]\nx = 1\n", '[] x="1"'],
  ["line breaks that only Unicode knows", "[a]\nx = 1\u20282\u2029\u00853\n", '[a] x="1\u20282\u2029\u00853"'],
  ["characters outside ASCII", "[é 漢]\nü = 🩻\n", '[é 漢] ü="🩻"'],
  ["an empty file", "", ""],
  ["a stanza without settings", "[a]\n", "[a]"],
];

for (const [name, text, conf] of PARSED) {
  test(`conf: ${name}`, () => {
    assert.equal(shown(parseConf(text, "default/x.conf")), conf);
  });
}

test("a later layer wins key by key, and each value names its file", () => {
  const shipped = parseConf("[a]\nx = 1\ny = 2\n[b]\nx = 3\n", "default/x.conf");
  const local = parseConf("[c]\nx = 4\n[a]\ny = 5\nz =\n", "local/x.conf");
  const merged = mergeConf([shipped, local]);
  assert.equal(shown(merged), '[a] x="1" y="5" z="" [b] x="3" [c] x="4"');
  assert.deepEqual(merged.get("a")?.get("x"), { value: "1", file: "default/x.conf" });
  assert.deepEqual(merged.get("a")?.get("y"), { value: "5", file: "local/x.conf" });
  assert.equal(shown(shipped), '[a] x="1" y="2" [b] x="3"', "the layers stay as they were");
});
