import assert from "node:assert/strict";
import { test } from "node:test";
import { fullSize, isWhole, largerAddress } from "../../../src/pictures/dashboards/gallery/full-size.ts";
import {
  fitted,
  panned,
  placed,
  type Size,
  scaleOf,
  turnedBy,
  turnedSize,
  turnedView,
  type View,
  WHOLE,
  zoomed,
} from "../../../src/pictures/dashboards/gallery/zoom.ts";
import { pictureAddress } from "../../../src/pictures/dashboards/shared/address.ts";
import { linkTo } from "../../helpers/gallery-rows.ts";

const PAGE: Size = { width: 1000, height: 2000 };
const WINDOW: Size = { width: 800, height: 500 };

function near(actual: number, expected: number, what = ""): void {
  assert.ok(Math.abs(actual - expected) < 1e-6, `${what} ${actual} is not ${expected}`);
}

const SCALES: readonly (readonly [title: string, view: View, picture: Size, scale: number])[] = [
  ["a page fits its height into the window", WHOLE, PAGE, 0.25],
  ["a page fits its width into the window", fitted("width"), PAGE, 0.8],
  ["actual size is one to one", fitted("actual"), PAGE, 1],
  ["a small picture is not blown up to a whole screen", WHOLE, { width: 20, height: 20 }, 2],
  ["four times what fits", { ...WHOLE, mode: "free", zoom: 4 }, PAGE, 1],
  ["no closer than 16 pixels for each", { ...WHOLE, mode: "free", zoom: 1e9 }, PAGE, 16],
  ["no farther than a quarter of what fits", { ...WHOLE, mode: "free", zoom: 0 }, PAGE, 0.0625],
];
for (const [title, view, picture, scale] of SCALES) {
  test(title, () => near(scaleOf(view, picture, WINDOW), scale));
}

test("a picture that is smaller than the window stands in its middle, wherever it is pushed", () => {
  const pushed = panned(WHOLE, { x: 300, y: -300 }, PAGE, WINDOW);
  const { x, y } = placed(pushed, PAGE, WINDOW);
  near(x, 0);
  near(y, 0);
});

test("a page as wide as the window begins at its head", () => {
  const { scale, y } = placed(fitted("width"), PAGE, WINDOW);
  near(y, (PAGE.height * scale - WINDOW.height) / 2, "its upper edge is at the window's");
});

test("the point under the pointer stays there when the wheel zooms", () => {
  const start = zoomed(WHOLE, 6, { x: 0, y: 0 }, PAGE, WINDOW);
  const at = { x: 120, y: -80 };
  const before = placed(start, PAGE, WINDOW);
  const after = placed(zoomed(start, 1.5, at, PAGE, WINDOW), PAGE, WINDOW);
  near((at.x - before.x) / before.scale, (at.x - after.x) / after.scale, "across");
  near((at.y - before.y) / before.scale, (at.y - after.y) / after.scale, "down");
});

test("a push moves the picture by just as much, and never beyond its edge", () => {
  const close = zoomed(WHOLE, 8, { x: 0, y: 0 }, PAGE, WINDOW);
  const moved = placed(panned(close, { x: 30, y: 40 }, PAGE, WINDOW), PAGE, WINDOW);
  near(moved.x, 30);
  near(moved.y, 40);
  const far = placed(panned(close, { x: 1e6, y: 1e6 }, PAGE, WINDOW), PAGE, WINDOW);
  near(far.y, (PAGE.height * far.scale - WINDOW.height) / 2);
});

test("the point in the middle stays there through four turns", () => {
  const view: View = { mode: "free", zoom: 3, centre: { x: 0.2, y: 0.7 } };
  const turned = turnedView(view, 90);
  near(turned.centre.x, 0.3);
  near(turned.centre.y, 0.2);
  const round = [90, 90, 90].reduce((each) => turnedView(each, 90), turned);
  near(round.centre.x, 0.2);
  near(turnedView(turned, -90).centre.y, 0.7);
  assert.deepEqual([turnedBy(270, 90), turnedBy(0, -90), turnedSize(PAGE, 90).width], [0, 270, 2000]);
});

test("the full size is that of the original, in the shape of what is shown", () => {
  assert.deepEqual(fullSize({ width: 2000, height: 3000 }, { width: 200, height: 300 }), { width: 2000, height: 3000 });
  assert.deepEqual(fullSize(undefined, { width: 200, height: 300 }), { width: 200, height: 300 });
  // A fax has twice as many dots across; a caption below makes it higher.
  assert.deepEqual(fullSize({ width: 1728, height: 1100 }, { width: 500, height: 640 }).width, 1728);
  const huge = fullSize({ width: 60_000, height: 30_000 }, { width: 1000, height: 500 });
  assert.deepEqual(huge, { width: 4096, height: 2048 }, "the endpoint makes no larger ones");
});

test("a picture that is smaller than its box has all pixels of its original", () => {
  assert.equal(isWhole(linkTo("a.tif", { side: 500 }), { width: 499, height: 20 }), true);
  assert.equal(isWhole(linkTo("a.tif", { side: 500 }), { width: 20, height: 500 }), false);
  assert.equal(isWhole("/static/app/rx_image_review_app/cache/a.jpg", { width: 20, height: 500 }), true);
});

test("a larger picture is asked for only when its pixels would be seen", () => {
  const link = pictureAddress(linkTo("a.tif", { side: 500 }));
  assert.ok(link);
  const [full, loaded] = [
    { width: 3000, height: 2000 },
    { width: 500, height: 333 },
  ];
  const looked = { full, loaded, isKnown: true };
  assert.equal(largerAddress(link, { ...looked, scale: 0.15 }), undefined);
  assert.match(largerAddress(link, { ...looked, scale: 0.3 }) ?? "", /\/1024x1024\.jpg/);
  assert.match(largerAddress(link, { ...looked, scale: 5 }) ?? "", /\/4096x4096\.jpg/);
  assert.equal(largerAddress(link, { ...looked, loaded: full, scale: 9 }), undefined);
  const unknown = { full: loaded, loaded, isKnown: false };
  assert.match(
    largerAddress(link, { ...unknown, scale: 2 }) ?? "",
    /\/1024x1024\.jpg/,
    "of which nobody knows the size",
  );
  assert.equal(largerAddress(link, { ...unknown, isKnown: true, scale: 2 }), undefined);
});
