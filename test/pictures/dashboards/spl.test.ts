import assert from "node:assert/strict";
import { test } from "node:test";
import { evalText, quoted, serverTerm, trialSearch } from "../../../src/pictures/dashboards/splunkd/spl.ts";

for (const [text, wanted] of [
  ["http://img.example/rx", '"http://img.example/rx"'],
  ['say "hi"', '"say \\"hi\\""'],
  ["C:\\rx\\", '"C:\\\\rx\\\\"'],
  ['\\"', '"\\\\\\""'],
  ["a | delete", '"a | delete"'],
  ["[search *]", '"[search *]"'],
  ["", '""'],
] as const) {
  test(`in quotes, ${JSON.stringify(text)} is one text to the search language`, () => {
    assert.equal(quoted(text), wanted);
    // Read back as the search language reads it: the quotes end where they should, and the text is what it was.
    const [whole, held = ""] = /^"((?:[^"\\]|\\.)*)"$/s.exec(quoted(text)) ?? [];
    assert.equal(whole, quoted(text));
    assert.equal(held.replace(/\\(.)/gs, "$1"), text);
  });
}

for (const name of ["rx_garcia_0412.tif", "archive 2024/scan (2).tif", "a-b_c+d@e,f;g:h#1"]) {
  test(`the plain name ${name} stands in the search as it is`, () => {
    assert.equal(evalText(name), `"${name}"`);
  });
}

for (const name of [
  '"] | delete',
  "`macro`",
  "[search index=_audit]",
  "$token$",
  "100%.png",
  "räksmörgås",
  "a\nb",
  "\\",
]) {
  test(`nothing of the name ${JSON.stringify(name)} is left for the search language to read`, () => {
    const [, encoded = ""] = /^urldecode\("((?:%[0-9a-f]{2})+)"\)$/.exec(evalText(name)) ?? [];
    assert.equal(decodeURIComponent(encoded), name);
  });
}

test("the search for one picture explains or fetches, and shows four fields", () => {
  const url = new URL("http://[::1]:8080/my rx|`x`");
  const fields = "| table image_status image_error image_error_text link";
  const command = '| getimage f "http://[::1]:8080/my%20rx|%60x%60"';
  assert.equal(trialSearch("a.tif", url, false), `| makeresults | eval f="a.tif" ${command} ${fields}`);
  assert.equal(trialSearch("a.tif", url, true), `| makeresults | eval f="a.tif" ${command} explain=true ${fields}`);
});

const TERMS: readonly (readonly [server: string, term: string])[] = [
  ["*", "*"],
  ["http://img/rx", 'image_source="http://img/rx"'],
  ['http://a" | delete', 'image_source="http://a\\" | delete"'],
  ['a\\" OR index=*', 'image_source="a\\\\\\" OR index=*"'],
];
for (const [server, term] of TERMS) {
  test(`the image server ${server} becomes the term ${term}`, () => assert.equal(serverTerm(server), term));
}
