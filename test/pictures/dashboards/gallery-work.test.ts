import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutBrowser } from "../../helpers/browser.ts";
import { openGallery } from "../../helpers/gallery-page.ts";
import { manyRows, resultsOf } from "../../helpers/gallery-rows.ts";

/**
 * How much a page has to do for thousands of tiles, counted in tiles: how long that takes depends on the machine, and is
 * measured by `npm run bench -- gallery`.
 */
const skip = withoutBrowser;
const RECORDS = 5_000;
const STEPS = 60;
/** Tiles that fit the panel, with a row before and behind them, and the one that Tab leads to. */
const MOST_TILES = 100;

/** Counts tiles as they are made; `tilesMade()` tells how many since it was last asked. */
const COUNT = `(() => {
  let made = 0;
  const count = (records) => {
    for (const node of records.flatMap((record) => [...record.addedNodes])) {
      if (node.nodeType === 1) made += node.querySelectorAll(".gx-tile").length;
    }
  };
  const observer = new MutationObserver(count);
  observer.observe(document.querySelector(".gx-grid"), { childList: true });
  window.tilesMade = () => {
    count(observer.takeRecords());
    const seen = made;
    made = 0;
    return seen;
  };
})()`;

/** Scrolls by steps of a frame each, as a person with a scroll bar does, and notes what each step made and left. */
const SCROLL = `(async () => {
  const scroller = document.querySelector(".gx-scroller");
  const seen = new Set();
  const steps = [];
  for (let step = 1; step <= ${STEPS}; step++) {
    scroller.scrollTop = (scroller.scrollHeight - scroller.clientHeight) * step / ${STEPS};
    await new Promise(requestAnimationFrame);
    const tiles = [...scroller.querySelectorAll(".gx-tile")];
    for (const tile of tiles) seen.add(tile.textContent);
    steps.push({ made: window.tilesMade?.() ?? 0, there: tiles.length });
  }
  return { seen: seen.size, made: Math.max(...steps.map(({ made }) => made)), there: Math.max(...steps.map(({ there }) => there)) };
})()`;

/** Holds back what the page does later by its clock; `timersRing()` does it all. */
const HOLD_TIMERS = `(() => {
  const held = new Map();
  let last = 0;
  window.setTimeout = (work) => (held.set(++last, work), last);
  window.clearTimeout = (timer) => void held.delete(timer);
  window.timersRing = () => {
    for (const [timer, work] of [...held]) if (held.delete(timer)) work();
  };
})()`;

const ALL_LOADED = `[...document.querySelectorAll(".gx-picture")].every((picture) => picture.firstChild)`;

test("5,000 tiles scroll from end to end, of which few are there at once, and each step makes no more than it shows", {
  skip,
}, async (t) => {
  const { page, show, errors } = await openGallery(t);
  await show(resultsOf(manyRows(RECORDS)));
  await page.locator(".gx-tile img").first().waitFor();
  await page.evaluate(COUNT);
  const { seen, made, there } = await page.evaluate<Record<"seen" | "made" | "there", number>>(SCROLL);
  assert.ok(seen > 1_000, `${seen} tiles came by`);
  assert.ok(there > 0 && there < MOST_TILES, `${there} tiles at once`);
  assert.ok(made > 0 && made < MOST_TILES, `${made} tiles made in one step`);
  assert.match(await page.locator(".gx-tile").last().innerText(), /5000 of 5000$/);
  assert.deepEqual(errors, []);
});

test("pictures that are only scrolled past are not asked for", { skip }, async (t) => {
  const { page, show, asked } = await openGallery(t);
  const rows = manyRows(RECORDS).map((row) => ({ ...row, thumb: "" }));
  await show(resultsOf(rows));
  await page.waitForFunction(ALL_LOADED);
  const before = asked.length;
  await page.evaluate(HOLD_TIMERS);
  await page.evaluate(SCROLL);
  assert.equal(asked.length, before, "nobody has stopped to look yet");
  await page.evaluate("timersRing()");
  await page.waitForFunction(ALL_LOADED);
  assert.ok(asked.length > before && asked.length < before + MOST_TILES, `${asked.length} pictures for 5,000 tiles`);
});

test("of 5,000 records only those in view become tiles, and newer results leave these as they are", {
  skip,
}, async (t) => {
  const { page, show } = await openGallery(t);
  const { fields, rows } = resultsOf(manyRows(RECORDS));
  await show({ fields, rows: [] });
  await page.evaluate(COUNT);
  await show({ fields, rows });
  const shown = await page.locator(".gx-tile").count();
  assert.ok(shown > 0 && shown < MOST_TILES, `${shown} tiles`);
  assert.equal(await page.evaluate("tilesMade()"), shown);
  await show({ fields, rows: [...rows] });
  assert.equal(await page.evaluate("tilesMade()"), 0);
});
