import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changedKeys,
  formValues,
  headerLinesFault,
  stanzaOf,
} from "../../../src/pictures/dashboards/setup/server-keys.ts";

const STANZA = new Map([
  ["url", "http://a/x, http://b"],
  ["idle_timeout", "2"],
  ["header.X-Site", "12 = twelve"],
  ["header.Accept", "image/tiff"],
]);

test("a form shows addresses and headers one in a line, and gives back the stanza", () => {
  const values = formValues(STANZA);
  assert.equal(values.get("url"), "http://a/x\nhttp://b");
  assert.equal(values.get("headers"), "X-Site = 12 = twelve\nAccept = image/tiff");
  const { url, ...others } = Object.fromEntries(stanzaOf(values));
  assert.equal(url, "http://a/x http://b");
  const { url: _, ...before } = Object.fromEntries(STANZA);
  assert.deepEqual(others, before);
});

test("only what changed is sent, and a key that goes is emptied", () => {
  const after = new Map([
    ["url", "http://a/x, http://b"],
    ["idle_timeout", "3"],
    ["header.Accept", "image/tiff"],
    ["auth", "bearer"],
  ]);
  assert.deepEqual(changedKeys(STANZA, after), { idle_timeout: "3", auth: "bearer", "header.X-Site": "" });
  assert.deepEqual(changedKeys(STANZA, STANZA), {});
});

test("a key that is empty already is not emptied again", () => {
  assert.deepEqual(changedKeys(new Map([["user", ""]]), new Map()), {});
});

for (const lines of ["", "X-Site = 12", "\n X-Site=12 \n\nA = b = c\n"]) {
  test(`${JSON.stringify(lines)} are lines of headers`, () => assert.equal(headerLinesFault(lines), undefined));
}

for (const lines of ["X-Site", "X-Site =", "= 12", "X-Site = 12\nhello"]) {
  test(`${JSON.stringify(lines)} are not`, () =>
    assert.match(headerLinesFault(lines) ?? "", /^one header in each line/));
}
