import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sniff } from "../../src/image/sniff.ts";
import { sample } from "../helpers/samples.ts";

const bytes = (text: string): Buffer => Buffer.from(text, "latin1");

const KNOWN: readonly (readonly [string, Buffer])[] = [
  ["tiff", bytes("II\x2a\0rest")],
  ["tiff", bytes("MM\0\x2arest")],
  ["tiff", bytes("II\x2b\0BigTIFF")],
  ["jpeg", bytes("\xff\xd8\xff\xe0")],
  ["png", bytes("\x89PNG\r\n\x1a\n")],
  ["gif", bytes("GIF89a")],
  ["webp", bytes("RIFF\0\0\0\0WEBPVP8 ")],
  ["avif", bytes("\0\0\0\x20ftypavif")],
  ["tiff", readFileSync(sample("rx_garcia_0412.tif"))],
  ["jpeg", readFileSync(sample("rx_scan_0042"))],
  ["webp", readFileSync(sample("rx_petrov_mobile.webp"))],
];

for (const [format, head] of KNOWN) {
  test(`bytes that begin with ${JSON.stringify(head.toString("latin1", 0, 12))} are ${format}`, () => {
    const found = sniff(head.subarray(0, 1024), "text/html");
    assert.deepEqual(found, { ok: true, value: format });
  });
}

const REFUSED: readonly (readonly [string, Buffer, string, RegExp])[] = [
  ["an empty file", bytes(""), "not-an-image", /an empty file/],
  ["a login page", readFileSync(sample("rx_dubois_login.jpg")), "not-an-image", /an HTML page/],
  ["a page behind blanks", bytes("\xef\xbb\xbf\n  <!DOCTYPE html><html>"), "not-an-image", /an HTML page/],
  [
    "plain text",
    bytes("no such picture"),
    "not-an-image",
    /text announced as image\/jpeg, beginning "no such picture"/,
  ],
  ["unknown bytes", bytes("\x00\x01\x02\xfe"), "not-an-image", /unknown bytes.*000102fe/],
  ["SVG", bytes('<?xml version="1.0"?>\n<!-- c --><svg xmlns="x">'), "unsupported", /SVG/],
  ["SVG with a doctype", bytes('<!DOCTYPE svg PUBLIC "x"><svg>'), "unsupported", /SVG/],
  ["PDF", bytes("%PDF-1.7"), "unsupported", /PDF/],
  ["HEIC", bytes("\0\0\0\x18ftypheic"), "unsupported", /HEIC/],
  ["BMP", bytes("BM\x36\0\x0c\0\0\0\0\0"), "unsupported", /BMP/],
];

for (const [name, head, code, text] of REFUSED) {
  test(`${name} is ${code}, whatever its Content-Type says`, () => {
    const found = sniff(head, "image/jpeg");
    assert.ok(!found.ok);
    assert.equal(found.error.code, code);
    assert.match(found.error.text, text);
  });
}
