import type { Browser, Page } from "playwright-core";
import { openPage, startBrowser, withoutBrowser } from "../../test/helpers/browser.ts";
import { manyRows, type RowMajorResults, resultsOf } from "../../test/helpers/gallery-rows.ts";
import { mountGallery } from "../../test/helpers/mounted-gallery.ts";
import type { Ending } from "../../test/helpers/temp-folder.ts";
import { type Bench, type Context, type Findings, play } from "../bench.ts";
import { type Contender, type Line, type Sample, secondsRatio } from "../measure/contest.ts";
import { goal } from "../measure/goals.ts";

const MANY = 5_000;
const FEW = 1_000;
/** Each by the height of the panel, so that all tiles in view are others; the few last for some more. */
const STEPS = 40;
const PLAIN = "a page with all tiles in it";

/** The gallery of thousands of records in a browser: whether what it does depends on what is in view alone. */
export const gallery: Bench = {
  name: "gallery",
  what: `${MANY.toLocaleString("en")} records in Chromium: until their tiles are shown, and while these are scrolled`,
  isInShortForm: false,
  run,
};

async function run(context: Context): Promise<Findings> {
  if (withoutBrowser !== false) return { lines: [], goals: [], notes: [withoutBrowser] };
  const browser = await startBrowser();
  const ours = (records: number, measure: (page: Page) => Promise<Sample>): Contender => ({
    name: galleryOf(records),
    run: () => inGallery(browser, context.app.folder, resultsOf(manyRows(records)), measure),
  });
  const lines: Line[] = [];
  try {
    const [many, few] = [galleryOf(MANY), galleryOf(FEW)];
    const plain = { name: PLAIN, run: () => inPlainPage(browser, resultsOf(manyRows(MANY))) };
    const show = (page: Page): Promise<Sample> => shown(page, "shown.showResults(given)");
    const shows = { name: "shown", unit: "records", contenders: [ours(MANY, show), plain] };
    const showing = await play(shows, context, lines);
    const scrolls = { name: "scrolled", unit: "steps", contenders: [ours(MANY, scrolled), ours(FEW, scrolled)] };
    const scrolling = await play(scrolls, context, lines);
    return {
      lines,
      goals: [
        ...goal(
          "gallery",
          "shown: time, times a page with all tiles",
          { atMost: 0.5 },
          secondsRatio(showing, many, PLAIN),
        ),
        ...goal("gallery", "scrolled: time, times that of 1,000", { atMost: 1.3 }, secondsRatio(scrolling, many, few)),
      ],
      notes: [],
    };
  } finally {
    await browser.close();
  }
}

function galleryOf(records: number): string {
  return `gallery of ${records.toLocaleString("en")}`;
}

async function inGallery(
  browser: Browser,
  app: string,
  results: RowMajorResults,
  measure: (page: Page) => Promise<Sample>,
): Promise<Sample> {
  return withEnding(async (ending) => {
    const { page } = await mountGallery(ending, { browser, app });
    await give(page, results);
    return measure(page);
  });
}

/** Tiles with the same thumbnails and words, all of them at once, in a grid of the browser's own. */
async function inPlainPage(browser: Browser, results: RowMajorResults): Promise<Sample> {
  return withEnding(async (ending) => {
    const page = await openPage(ending, browser, { viewport: { width: 1280, height: 800 } });
    await page.setContent(`<style>
      #all { height: 640px; overflow: auto; display: grid; grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); }
      #all img { width: 160px; height: 160px; object-fit: contain; }
    </style><div id="all"></div>`);
    await give(page, results);
    const columns = ["thumb", "Record", "Details"].map((name) =>
      results.fields.findIndex((field) => field.name === name),
    );
    return shown(
      page,
      `(([thumb, record, details]) => {
        const tiles = given.rows.map((row) => {
          const [tile, words] = ["button", "span"].map((name) => document.createElement(name));
          const image = new Image();
          image.src = row[thumb] ?? "";
          words.textContent = [row[record], row[details]].join(" ");
          tile.append(image, words);
          return tile;
        });
        document.getElementById("all").replaceChildren(...tiles);
      })(${JSON.stringify(columns)})`,
    );
  });
}

async function give(page: Page, results: RowMajorResults): Promise<void> {
  await page.evaluate((given) => Reflect.set(globalThis, "given", given), results);
}

/** Shows what was given, and lays it out. */
async function shown(page: Page, show: string): Promise<Sample> {
  const ms = await page.evaluate<number>(`(() => {
    const start = performance.now();
    ${show};
    document.body.offsetHeight;
    return performance.now() - start;
  })()`);
  return { seconds: ms / 1_000, units: MANY };
}

/** What the page does at each step of a scroll, and to lay out what came of it; a frame is drawn between two steps. */
async function scrolled(page: Page): Promise<Sample> {
  const ms = await page.evaluate<number>(`(async () => {
    shown.showResults(given);
    const scroller = document.querySelector(".gx-scroller");
    if (scroller.scrollHeight < scroller.clientHeight * ${STEPS + 1}) throw new Error("too few records to scroll");
    let sum = 0;
    for (let step = 1; step <= ${STEPS}; step++) {
      await new Promise(requestAnimationFrame);
      const start = performance.now();
      scroller.scrollTop = scroller.clientHeight * step;
      scroller.dispatchEvent(new Event("scroll"));
      document.body.offsetHeight;
      sum += performance.now() - start;
    }
    return sum;
  })()`);
  return { seconds: ms / 1_000, units: STEPS };
}

async function withEnding(work: (ending: Ending) => Promise<Sample>): Promise<Sample> {
  const endings: (() => void | Promise<void>)[] = [];
  try {
    return await work({ after: (end) => endings.push(end) });
  } finally {
    for (const end of endings.reverse()) await end();
  }
}
