import assert from "node:assert/strict";
import { test } from "node:test";
import { DecodeFault, mostTelling } from "../../../../src/pictures/image/decoder/faults.ts";
import { faultOf } from "../../../../src/pictures/image/decoder/libvips-faults.ts";

const SAID: readonly (readonly [string, string])[] = [
  [
    "tif_dir.c:1904: : Error fetching directory count",
    "truncated: the TIFF picture ends too early: Error fetching directory count",
  ],
  [
    "/tmp/x/y.tif: bad seek to 20302\ntiff2vips: read error",
    "truncated: the TIFF picture ends too early: bad seek to 20302",
  ],
  [
    "tiff2vips: Read error at scanline 4294967295; got 18446744071562072228 bytes, expected 659",
    "truncated: the TIFF picture ends too early: Read error; expected 659",
  ],
  [
    "Warning treated as error due to failOn setting\nCorrupt JPEG data: premature end of data segment",
    "truncated: the TIFF picture ends too early: Corrupt JPEG data: premature end of data segment",
  ],
];
for (const [message, reported] of SAID) {
  test(`${JSON.stringify(message)} is reported without what only its makers know`, () => {
    const { error } = faultOf(new Error(message), "TIFF");
    assert.equal(`${error.code}: ${error.text}`, reported);
  });
}

test("the most telling fault is reported with the page that another one knows; one that ended the trying comes first", () => {
  const [vague, telling] = [
    new DecodeFault({ code: "corrupt", text: "odd", page: 2, pages: 5 }),
    new DecodeFault({ code: "truncated", text: "ends" }),
  ];
  assert.deepEqual(mostTelling([vague, telling])?.error, { code: "truncated", text: "ends", page: 2, pages: 5 });
  const limit = new DecodeFault({ code: "decode-timeout", text: "took too long" });
  assert.equal(mostTelling([telling, limit])?.error.code, "decode-timeout");
  const final = new DecodeFault({ code: "corrupt", text: "rows" }, { isFinal: true });
  assert.equal(mostTelling([telling, final])?.error.text, "rows");
});
