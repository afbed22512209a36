import assert from "node:assert/strict";
import { test } from "node:test";
import { CACHE_MARK, STALE_MARK } from "../../../../../src/pictures/image/caption.ts";
import type { CaptionRun } from "../../../../../src/pictures/image/caption-template.ts";
import { fitLine } from "../../../../../src/pictures/image/decoder/caption/layout.ts";
import { drawOverlay } from "../../../../../src/pictures/image/decoder/caption/overlay.ts";
import { runsWidth, shortenRuns } from "../../../../../src/pictures/image/decoder/caption/shorten.ts";
import type { Pixels } from "../../../../../src/pictures/image/decoder/pixels.ts";
import { caption, textOf } from "../../../../helpers/caption-runs.ts";
import { coloursOf, FONTS, type Ground, ground } from "../../../../helpers/ground.ts";

const [SMALLEST] = FONTS;
const YELLOW = "255,255,0";
const WHITE = "255,255,255";
const LONG = "prescription-of-the-second-of-january-2024-page-17.jpg";

function drawn(pixels: Pixels, runs: readonly CaptionRun[]): Pixels {
  drawOverlay(pixels, runs, FONTS);
  return pixels;
}

test("a name too wide for its picture is shortened in the middle and keeps its end", () => {
  const short = shortenRuns(caption(LONG), SMALLEST, 150);
  assert.match(textOf(short), /^pres.*….*17\.jpg$/);
  assert.ok(runsWidth(short, SMALLEST) <= 150);
  assert.equal(textOf(shortenRuns(caption("x.jpg"), SMALLEST, 150)), "x.jpg");
  assert.equal(textOf(shortenRuns(caption("x.jpg"), SMALLEST, 0)), "…");
});

test("of two names the longer one is shortened, and the words and marks between them stay whole", () => {
  const runs = [
    { text: "Elena Garcia", kind: "value" },
    { text: " has ", kind: "words" },
    ...caption(LONG, CACHE_MARK),
    { text: " of 70", kind: "words" },
  ] as const;
  const short = shortenRuns(runs, SMALLEST, 300);
  assert.match(textOf(short), /^Elena Garcia has pre[^…]*…[^…]*jpg ##CACHE## of 70$/);
  assert.ok(runsWidth(short, SMALLEST) <= 300);
  assert.match(textOf(shortenRuns(runs, SMALLEST, 225)), /^El[^…]*…[^…]* has p[^…]*…[^…]*g ##CACHE## of 70$/);
});

const PAGED: readonly (readonly [number, RegExp])[] = [
  [260, /^prescr[^…]*…[^…]*jpg page 1 of 70 ##CACHE##$/],
  [195, /^p[^…]*…[^…]*g page 1 of 70 ##CACHE##$/],
  [165, /^p[^…]*…[^…]*g page 1 of 70 CACHE$/],
  [130, /^… page 1 of 70 CACHE$/],
  [117, /^page 1 of 70 CACHE$/],
  [100, /^…1 of 70 CACHE$/],
  [50, /^CACHE$/],
];

for (const [room, line] of PAGED) {
  test(`in ${room} pixels a name, its page and a mark become ${line.source}`, () => {
    const [name, , mark] = caption(LONG, CACHE_MARK);
    const runs = [name, { text: " page 1 of 70 ", kind: "words" }, mark].filter((run) => run !== undefined);
    const fitted = fitLine(runs as readonly CaptionRun[], SMALLEST, room);
    assert.match(textOf(fitted), line);
    assert.ok(runsWidth(fitted, SMALLEST) <= room);
  });
}

const WIDTHS: readonly (readonly [number, RegExp])[] = [
  [500, /^prescription-of-the-second-of-january-2024-page-17\.jpg ##CACHE##$/],
  [250, /^prescr.*….*17\.jpg ##CACHE##$/],
  [110, /^p.*….*g ##CACHE##$/],
  [90, /^p.*….*g CACHE$/],
  [56, /^CACHE$/],
  [30, /^C$/],
  [1, /^C$/],
];

for (const [room, line] of WIDTHS) {
  test(`in ${room} pixels name and mark become ${line.source}`, () => {
    const fitted = fitLine(caption(LONG, CACHE_MARK), SMALLEST, room);
    assert.match(textOf(fitted), line);
    assert.ok(room < 10 || runsWidth(fitted, SMALLEST) <= room);
  });
}

test("a short name does not give way where it fits", () => {
  assert.equal(textOf(fitLine(caption("a", CACHE_MARK), SMALLEST, 56)), "a CACHE");
});

test("a name that imitates the mark of a cached picture is not drawn in its colour", () => {
  const imitation = coloursOf(drawn(ground(400, 60, "dark"), caption("scan.jpg ##CACHE##")));
  const cached = coloursOf(drawn(ground(400, 60, "dark"), caption("scan.jpg", CACHE_MARK)));
  assert.ok(cached.has(WHITE), "the mark is white");
  assert.ok(!imitation.has(WHITE), "a name is not");
  assert.ok(imitation.has(YELLOW), "a name is yellow");
});

test("a cached picture, a stale one and a fetched one are told apart at any size", () => {
  for (const [width, height] of [
    [16, 16],
    [64, 48],
    [120, 90],
    [500, 60],
  ] as const) {
    const looks = ["", CACHE_MARK, STALE_MARK].map((mark) => {
      const { data } = drawn(ground(width, height), caption("scan.jpg", mark));
      return Buffer.from(data).toString("latin1");
    });
    assert.equal(new Set(looks).size, 3, `${width}x${height}`);
  }
});

test("a caption can be read on light, dark and noisy pictures", () => {
  const middleOn = (kind: Ground) => middleOf(drawn(ground(500, 60, kind), caption("scan-0042.jpg", CACHE_MARK)));
  // On an even picture, what no letter touches has the colour of the box; edges of letters are neither.
  const even = pixelsOf(middleOn("dark"));
  const [box] = even.toSorted((one, other) => brightness(one) - brightness(other));
  const isBox = even.map((pixel) => pixel.join() === box?.join());
  for (const kind of ["light", "dark", "noisy"] as const) {
    const pixels = pixelsOf(middleOn(kind));
    const letters = pixels.filter(([red = 0, green = 0]) => red > 250 && green > 250);
    const grounds = pixels.filter((_, index) => isBox[index]);
    assert.ok(letters.length > 0 && grounds.length > 0, kind);
    const darkest = Math.min(...letters.map(brightness));
    for (const colour of grounds) {
      assert.ok((darkest + 0.05) / (brightness(colour) + 0.05) >= 4.5, `${kind}: ${colour} behind ${darkest}`);
    }
  }
});

function pixelsOf(bytes: Uint8Array): number[][] {
  return Array.from({ length: bytes.length / 3 }, (_, index) => [...bytes.subarray(index * 3, index * 3 + 3)]);
}

/** The part of the picture's lowest 20 rows that the caption surely covers. */
function middleOf({ data, width, height }: Pixels): Uint8Array {
  const rows = Array.from({ length: 18 }, (_, row) => ((height - 1 - row) * width + width / 2 - 80) * 3);
  return Buffer.concat(rows.map((at) => data.subarray(at, at + 160 * 3)));
}

/** Relative luminance as WCAG 2 has it. */
function brightness(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((band) => {
    const share = band / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const LOW: readonly (readonly [width: number, height: number, px: number])[] = [
  [500, 14, 11],
  [1_000, 20, 15],
  [4_096, 16, 11],
  [120, 18, 11],
];

for (const [width, height, px] of LOW) {
  test(`letters on a picture of ${width}x${height} are whole, of ${px} pixels`, () => {
    const font = FONTS.find((each) => each.px === px) ?? SMALLEST;
    const low = drawn(ground(width, height, "dark"), caption("scan [17].jpg"));
    const high = ground(width, 100, "dark");
    drawOverlay(high, caption("scan [17].jpg"), [font]);
    assert.equal(coloursOf(low).get(YELLOW), coloursOf(high).get(YELLOW));
  });
}

const TOO_SMALL: readonly (readonly [width: number, height: number])[] = [
  [1, 1],
  [500, 10],
  [120, 13],
  [4_096, 10],
  [10, 500],
];

for (const [width, height] of TOO_SMALL) {
  test(`a picture of ${width}x${height} has no room for letters and stays as it is`, () => {
    const pixels = drawn(ground(width, height), caption("a name that is far too long for it.jpg", CACHE_MARK));
    assert.deepEqual([...coloursOf(pixels).keys()], ["251,251,251"]);
  });
}

test("where a picture is too narrow for any letter of a name, and there is no mark, it stays as it is", () => {
  assert.deepEqual([...coloursOf(drawn(ground(16, 16), caption("scan.jpg"))).keys()], ["251,251,251"]);
});

test("letters grow with the picture", () => {
  const heights = [300, 500, 1_000, 2_000, 4_000].map((width) => {
    const pixels = drawn(ground(width, 100), caption("scan.jpg"));
    const column = width / 2;
    const rows = Array.from({ length: 100 }, (_, row) => pixels.data[(row * width + column) * 3] ?? 0);
    return rows.filter((red) => red !== 251).length;
  });
  assert.deepEqual(
    [...new Set(heights)].sort((a, b) => a - b),
    heights,
  );
});

test("an empty caption leaves the picture as it was", () => {
  assert.deepEqual([...coloursOf(drawn(ground(100, 50), [])).keys()], ["251,251,251"]);
});
