import assert from "node:assert/strict";
import { test } from "node:test";
import { drawErrorPicture } from "../../../../../src/pictures/image/decoder/caption/error-picture.ts";
import { runsWidth } from "../../../../../src/pictures/image/decoder/caption/shorten.ts";
import { wrapRuns } from "../../../../../src/pictures/image/decoder/caption/wrap.ts";
import { coloursOf, FONTS } from "../../../../helpers/ground.ts";

const [, BODY = FONTS[0]] = FONTS;
const WHAT = "http://img.example/rx/17.tif: expected a picture, received 404 Not Found";

test("an error picture says what happened and what to do in two colours", () => {
  const { data, width, height } = drawErrorPicture("404 Not Found", WHAT, "Check the name in the record.", FONTS);
  const upper = coloursOf({ data: data.subarray(0, width * 96 * 3), width, height: 96 });
  const lower = coloursOf({ data: data.subarray(width * (height - 30) * 3), width, height: 30 });
  assert.ok(upper.has("0,0,0"), "black on grey");
  assert.ok(!lower.has("0,0,0") && (lower.get("24,84,150") ?? 0) > 8 * 30 + 20, "blue on white");
});

test("another advice is another picture, and none takes no room", () => {
  const [one, other, none] = ["Check the name.", "Check the server.", ""].map((advice) =>
    drawErrorPicture("404 Not Found", WHAT, advice, FONTS),
  );
  assert.ok(one && other && none);
  assert.notDeepEqual(one.data, other.data);
  assert.ok(none.height < one.height);
});

test("an error picture wraps long addresses", () => {
  const text = `http://img.example/${"very-long-".repeat(30)}.tif: not there`;
  const lines = wrapRuns([{ text, kind: "value" }], BODY, 300);
  assert.ok(lines.length > 3 && lines.every((line) => runsWidth(line, BODY) <= 300));
  const joined = lines.map((line) => line.map((run) => run.text).join("")).join("");
  assert.equal(joined.replaceAll(" ", ""), text.replaceAll(" ", ""));
});

test("an error picture has a bounded height, whatever it has to say", () => {
  for (const long of ["word ".repeat(100_000), "x".repeat(500_000)]) {
    const { width, height } = drawErrorPicture(long, long, long, FONTS);
    assert.ok(width === 480 && height < 400, `${width}x${height}`);
  }
  const { width, height } = drawErrorPicture("", "", "", FONTS);
  assert.deepEqual([width, height], [480, 96]);
});
