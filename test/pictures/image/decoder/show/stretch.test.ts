import assert from "node:assert/strict";
import { test } from "node:test";
import { toEightBits } from "../../../../../src/pictures/image/decoder/show/stretch.ts";

/** 16-bit greys spread evenly from one value to another. */
function ramp(from: number, to: number, count = 10_000): Uint16Array {
  return Uint16Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));
}

function spread(data: Uint8Array): readonly [number, number] {
  return [Math.min(...data), Math.max(...data)];
}

const CASES: readonly (readonly [
  what: string,
  data: Uint16Array,
  low: number,
  high: number,
  note: RegExp | undefined,
])[] = [
  ["the full range stays as it is", ramp(0, 65_535), 0, 255, undefined],
  ["half of the range stays as it is", ramp(0, 32_767), 0, 127, undefined],
  ["12 bits in 16 fill the range", ramp(0, 4_095), 0, 255, /^grey values \d to 40\d\d of 65535 are stretched/],
  ["10 bits in 16 fill the range", ramp(0, 1_023), 0, 255, /stretched/],
  ["data around an offset fills the range", ramp(31_000, 34_000), 0, 255, /^grey values 3100\d to 3399\d/],
  ["white paper with a little noise stays white", ramp(64_000, 65_535), 250, 255, undefined],
  ["noise on an even ground is not blown up", ramp(3_000, 3_040), 11, 11, undefined],
  ["one grey stays that grey", new Uint16Array(100).fill(20_000), 78, 78, undefined],
  ["nothing at all is no fault", new Uint16Array(0), Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined],
];

for (const [what, data, low, high, note] of CASES) {
  test(`16-bit grey: ${what}`, () => {
    const stretched = toEightBits(data);
    assert.deepEqual(spread(stretched.data), [low, high]);
    if (note) assert.match(stretched.note ?? "", note);
    else assert.equal(stretched.note, undefined);
  });
}

test("a few hot pixels do not keep the rest dark", () => {
  const data = ramp(0, 4_095);
  data[17] = 65_535;
  const stretched = toEightBits(data);
  assert.match(stretched.note ?? "", /stretched/);
  assert.equal(stretched.data[17], 255);
  assert.ok((stretched.data[5_000] ?? 0) > 120);
});
