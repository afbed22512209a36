import assert from "node:assert/strict";
import { test } from "node:test";
import { fillTokens } from "../../../../src/stand-in/splunk-web/browser/fill-tokens.ts";
import { isFollowable, isLoadable } from "../../../../src/stand-in/splunk-web/browser/safe-address.ts";

const TOKENS: Readonly<Record<string, string>> = {
  x: "one two",
  empty: "",
  "when.earliest": "-7d@h",
  "row.Patient Name": 'Ada "A" <b>',
  url: "/a b?c=d&e",
  lone: "\ud800",
  dollar: "$x$",
};
const read = (name: string): string | undefined => TOKENS[name];

for (const [template, text] of [
  ["a $x$ b", "a one two b"],
  ["$empty$|", "|"],
  ["$when.earliest$", "-7d@h"],
  ["$row.Patient Name|s$", '"Ada \\"A\\" <b>"'],
  ["$row.Patient Name|h$", "Ada &#34;A&#34; &#60;b&#62;"],
  ["$url|u$", "%2Fa%20b%3Fc%3Dd%26e"],
  ["$url|n$", "/a b?c=d&e"],
  ["$lone|u$", "%EF%BF%BD"],
  ["costs $$5", "costs $5"],
  ["$$x$$", "$x$"],
  ["$dollar$", "$x$"],
  ["$5 and $6", "$5 and $6"],
] as const) {
  test(`tokens in ${template} become ${text}`, () => {
    assert.deepEqual(fillTokens(template, read), { text, missing: [] });
  });
}

test("a token without a value stays, and is among the missing", () => {
  assert.deepEqual(fillTokens("$x$ $no$ $row.No$", read), { text: "one two $no$ $row.No$", missing: ["no", "row.No"] });
});

for (const [address, followable, loadable] of [
  ["/en-US/splunkd/__raw/services/x", true, true],
  ["/static/app/x.png?v=1", true, true],
  ["http://img/rx.png", true, false],
  ["https://img/rx.png", true, false],
  ["rx_images_gallery?form.rows=50", true, false],
  ["#part", true, false],
  ["//evil.example/x", false, false],
  ["/\\evil.example/x", false, false],
  ["javascript:alert(1)", false, false],
  ["JaVaScRiPt:alert(1)", false, false],
  [" javascript:alert(1)", false, false],
  ["java\nscript:alert(1)", false, false],
  ["data:text/html,<script>", false, false],
  ["data:image/svg+xml;base64,AAAA", false, false],
  ["data:image/png;base64,AAAA", false, true],
  ["vbscript:x", false, false],
  ["ERROR CONNECTION TO IMAGE SERVER", false, false],
  ["", false, false],
] as const) {
  test(`${JSON.stringify(address)} may ${followable ? "" : "not "}be followed, and may ${loadable ? "" : "not "}be loaded`, () => {
    assert.deepEqual([isFollowable(address), isLoadable(address)], [followable, loadable]);
  });
}
