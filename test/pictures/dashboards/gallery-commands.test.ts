import assert from "node:assert/strict";
import { test } from "node:test";
import { CHANGES, type Command, commandOf } from "../../../src/pictures/dashboards/gallery/commands.ts";
import { itemsOf } from "../../../src/pictures/dashboards/gallery/items.ts";
import {
  isSamePicture,
  type LightboxState,
  neighbours,
  openedAt,
  shownIn,
  withResults,
} from "../../../src/pictures/dashboards/gallery/lightbox-state.ts";
import { readResults } from "../../../src/pictures/dashboards/gallery/results.ts";
import { fitted, type View, WHOLE } from "../../../src/pictures/dashboards/gallery/zoom.ts";
import { type GalleryRow, goodRow, linkTo, manyRows, resultsOf } from "../../helpers/gallery-rows.ts";

/** What commands make of an open record, without a page. */
const ZOOMED: View = { mode: "free", zoom: 3, centre: { x: 0.2, y: 0.3 } };
const PUSHED: View = { mode: "free", zoom: 3, centre: { x: 0.4, y: 0.3 } };
const STAGE = { zoomedBy: () => ZOOMED, pannedBy: () => PUSHED };
const items = (rows: readonly GalleryRow[]) => itemsOf(readResults(resultsOf(rows)), "");

function opened(rows: readonly GalleryRow[], index = 0): LightboxState {
  const state = openedAt(items(rows), index, { hasFacts: true, turns: new Map() });
  assert.ok(state);
  return state;
}

function after(state: LightboxState, ...commands: readonly Command[]): LightboxState {
  return commands.reduce((now, command) => CHANGES[command](now, STAGE), state);
}

for (const [from, command, to] of [
  [0, "next", 1],
  [4, "previous", 3],
  [4, "next", 4],
  [0, "previous", 0],
  [2, "last", 4],
  [2, "first", 0],
] as const) {
  test(`${command} leads from record ${from} of five to record ${to}`, () => {
    assert.equal(after(opened(manyRows(5), from), command).place.index, to);
  });
}

test("pages are leafed through, and end where the file does", () => {
  const state = opened([goodRow(0, { image_pages: "3" })]);
  const pages = (["nextPage", "nextPage", "nextPage", "previousPage"] as const).map(
    (_, index, all) => after(state, ...all.slice(0, index + 1)).place.page,
  );
  assert.deepEqual(pages, [1, 2, 2, 1]);
  assert.equal(after(state, "nextPage", "next").place.page, 1, "where there is no next record, nothing changes");
});

const VIEWS: readonly (readonly [commands: readonly Command[], view: View])[] = [
  [["zoomIn"], ZOOMED],
  [["zoomOut"], ZOOMED],
  [["panLeft"], PUSHED],
  [["width"], fitted("width")],
  [["zoomIn", "window"], WHOLE],
  [["zoomIn", "next"], WHOLE],
  [["width", "next"], fitted("width")],
  [["zoomIn", "turn"], { ...ZOOMED, centre: { x: 0.7, y: 0.2 } }],
  [["compare", "zoomIn", "next"], ZOOMED],
  [["compare", "zoomIn", "turn"], ZOOMED],
  [["compare", "zoomIn", "compare"], WHOLE],
  [["zoomIn", "facts"], ZOOMED],
];
for (const [commands, view] of VIEWS) {
  test(`after ${commands.join(", ")} a picture is looked at as it should be`, () => {
    assert.deepEqual(after(opened(manyRows(5)), ...commands).view, view);
  });
}

test("a picture stays turned when somebody comes back to it, and only that one", () => {
  const turned = after(opened(manyRows(5)), "turn", "turn", "turnBack");
  assert.equal(shownIn(turned).turn, 90);
  assert.equal(shownIn(after(turned, "next")).turn, 0);
  assert.equal(shownIn(after(turned, "next", "previous")).turn, 90);
});

test("comparing marks the picture, makes room, and walks to the next; at the end to the one before", () => {
  const state = after(opened(manyRows(5)), "compare");
  assert.deepEqual(
    [state.other?.name, state.place.index, state.hasFacts],
    [shownIn(opened(manyRows(5))).name, 1, false],
  );
  assert.equal(after(opened(manyRows(5), 4), "compare").place.index, 3);
  assert.deepEqual([after(state, "compare").other, after(state, "compare").hasFacts], [undefined, true]);
});

test("new results leave a picture that looks the same as it stands, on its page", () => {
  const row = goodRow(0, { image_pages: "3" });
  const before = after(opened([row, goodRow(1)]), "nextPage", "zoomIn");
  const now = withResults(before, items([goodRow(1), { ...row, image_cache: "miss" }]));
  assert.ok(isSamePicture(before, now));
  assert.deepEqual([now.place.index, now.place.page, now.view], [1, 1, ZOOMED]);
  assert.equal(now.place.item.cell("image_cache"), "miss", "what is said of it is new");
});

test("a picture that changed is shown anew, and a record that is gone stays where it was", () => {
  const before = after(opened([goodRow(0), goodRow(1), goodRow(2)], 1), "zoomIn");
  const changed = withResults(before, items([goodRow(0), goodRow(1, { link: linkTo("other.tif") })]));
  assert.equal(isSamePicture(before, changed), false);
  assert.deepEqual([changed.place.index, changed.view], [1, WHOLE]);
  const gone = withResults(before, items([goodRow(0), goodRow(2)]));
  assert.ok(isSamePicture(before, gone));
  assert.equal(gone.place.index, undefined);
  assert.equal(after(gone, "next").place.item.caption, goodRow(2)["Record"]);
});

test("the pictures beside the one that is shown are asked for early, and none twice", () => {
  assert.equal(neighbours(opened(manyRows(5), 1)).length, 2);
  assert.equal(neighbours(opened(manyRows(5), 0)).length, 1);
  assert.deepEqual(neighbours(opened([goodRow(0)])), []);
});

const KEYS = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
for (const [stroke, command] of [
  [{ key: "ArrowRight" }, "next"],
  [{ key: "ArrowRight", shiftKey: true }, "panRight"],
  [{ key: "R", shiftKey: true }, "turnBack"],
  [{ key: "C" }, "compare"],
  [{ key: "c", ctrlKey: true }, undefined],
  [{ key: "constructor" }, undefined],
] as const) {
  test(`${JSON.stringify(stroke)} means ${command}`, () => {
    assert.equal(commandOf({ ...KEYS, ...stroke }), command);
  });
}
