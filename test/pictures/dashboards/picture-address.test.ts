import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureAddress, pictureAddresses } from "../../../src/pictures/dashboards/shared/address.ts";
import type { Cell } from "../../../src/web/cell.ts";

const LINK =
  "/en-US/splunkd/__raw/services/rx_image_review_app/image/500x500.jpg.80.1.overlay.WyJhIl0/fresh.WyJodHRwOi8vYS9iIl0?v=mh1x2y";
const THUMB = "data:image/jpeg;base64,/9j/4AAQSkZJRg==";

const GOOD: readonly (readonly [title: string, cell: Cell, address: string])[] = [
  ["a link of the endpoint", LINK, LINK],
  ["the same behind a root of its own", `/splunk${LINK}`, `/splunk${LINK}`],
  [
    "a file of serve = static",
    "/static/app/rx_image_review_app/cache/0af3.jpg",
    "/static/app/rx_image_review_app/cache/0af3.jpg",
  ],
  [
    "a picture that an app ships, behind a language",
    "/en-US/static/app/other/a.b.png",
    "/en-US/static/app/other/a.b.png",
  ],
  ["a thumbnail", THUMB, THUMB],
  ["the first of several values", [LINK, THUMB], LINK],
];
for (const [title, cell, address] of GOOD) {
  test(`${title} may be loaded`, () => assert.equal(pictureAddress(cell), address));
}

const BAD: readonly (readonly [title: string, cell: Cell])[] = [
  ["nothing", ""],
  ["no value", null],
  ["no cell", undefined],
  ["an empty list", []],
  ["a script", "javascript:alert(1)"],
  ["a script in capitals", "JaVaScRiPt:alert(1)"],
  ["a script behind a line feed", "java\nscript:alert(1)"],
  ["a page as data", "data:text/html,<script>alert(1)</script>"],
  ["a page as base64", "data:text/html;base64,PHNjcmlwdD4="],
  ["a drawing, which may hold scripts", "data:image/svg+xml;base64,PHN2Zz4="],
  ["data that is not base64", "data:image/jpeg,abc"],
  ["base64 with something behind it", `${THUMB}" onerror="alert(1)`],
  ["another server", "http://evil.example/x.png"],
  ["another server, without its scheme", "//evil.example/x.png"],
  ["another server, by a backslash", "/\\evil.example/x.png"],
  ["another server, by backslashes alone", "\\\\evil.example\\x.png"],
  ["another server, behind a blank", " //evil.example/x.png"],
  ["another server, behind a tab that browsers drop", "/\t/evil.example/x.png"],
  ["a path that does not begin at the root", "x.png"],
  ["a path with a quote", '/x.png" onerror="alert(1)'],
  ["a path with markup", "/<img src=x>"],
  ["a path with a mark that turns the direction", "/\u202egnp.x"],
  ["the sentence of a server that is down", "ERROR CONNECTION TO IMAGE SERVER Connection refused."],
  ["a path of a megabyte", `/${"a".repeat(1_000_000)}`],
  ["data of two megabytes", `data:image/jpeg;base64,${"A".repeat(2_000_000)}`],
  ["a search that runs when it is asked for", "/en-US/splunkd/__raw/services/search/jobs/export?search=|%20delete"],
  ["the same behind the endpoint's name", "/x?y=/rx_image_review_app/image/&search=|%20delete"],
  ["the same behind dots", "/static/../en-US/splunkd/__raw/services/search/jobs/export"],
  ["the same behind dots in hexadecimal digits", "/static/%2E%2e/en-US/splunkd/__raw/services/search/jobs/export"],
  ["another endpoint of splunkd", "/en-US/splunkd/__raw/services/storage/passwords"],
  ["the way out", "/en-US/account/logout"],
  ["a file of this machine", "file:///etc/passwd"],
  ["a blob", "blob:http://127.0.0.1/1"],
];
for (const [title, cell] of BAD) {
  test(`${title} is never loaded`, () => assert.equal(pictureAddress(cell), undefined));
}

test("of several values each is judged by itself", () => {
  assert.deepEqual(pictureAddresses([LINK, "javascript:alert(1)", THUMB]), [LINK, undefined, THUMB]);
});
