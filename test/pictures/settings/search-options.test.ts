import assert from "node:assert/strict";
import { test } from "node:test";
import { NAME_AND_MARK, NO_CAPTION } from "../../../src/pictures/image/caption-template.ts";
import { OPTIONS, parseArguments, type SearchArguments, USAGE } from "../../../src/pictures/settings/search-options.ts";
import { settingsOf } from "../../helpers/settings-of.ts";

const URL_A = "http://10.211.55.3/icons";
const URL_B = "http://img2/rx";

test("a search that gives no option takes every default from getimage.conf", () => {
  const conf = `[image]\nnewsize = 64x48\nnewimgext = png\nquality = 7\npage = 2\nannotate = false\ncache = 9
[fetch]\nretries = 3\nconcurrency = 4\n`;
  const parsed = parseArguments(["image_file", URL_A], settingsOf(conf));
  assert.deepEqual(parsed, {
    ok: true,
    value: {
      field: "image_file",
      bases: [URL_A],
      timeout: undefined,
      retries: 3,
      size: { width: 64, height: 48 },
      format: "png",
      quality: 7,
      page: 2,
      annotate: NO_CAPTION,
      annotate_place: "overlay",
      explain: false,
      cache: 9,
      refresh: false,
      thumb: false,
      concurrency: 4,
      prefix: "",
    },
  });
});

const TAKEN: readonly (readonly [args: readonly string[], wanted: Partial<SearchArguments>])[] = [
  [["f", URL_A, URL_B, "http://img3/"], { field: "f", bases: [URL_A, URL_B, "http://img3/"] }],
  [["size=640x480", "f", "format=WEBP", URL_A], { field: "f", bases: [URL_A], format: "webp" }],
  [["f", URL_A, "timeout=0.5"], { timeout: 0.5 }],
  [["f", URL_A, "retries=0"], { retries: 0 }],
  [["f", URL_A, "size=1200x16"], { size: { width: 1200, height: 16 } }],
  [["f", URL_A, "quality=100"], { quality: 100 }],
  [["f", URL_A, "page=3"], { page: 3 }],
  [["f", URL_A, "page=All"], { page: "all" }],
  [["f", URL_A, "page=largest"], { page: "largest" }],
  [["f", URL_A, "page=sheet"], { page: "sheet" }],
  [["f", URL_A, "annotate=f"], { annotate: NO_CAPTION }],
  [["f", URL_A, "annotate=yes"], { annotate: NAME_AND_MARK }],
  [["f", URL_A, "annotate={patient}, {page}"], { annotate: [{ field: "patient" }, ", ", { fact: "page" }] }],
  [["f", URL_A, "annotate_place=strip"], { annotate_place: "strip" }],
  [["f", URL_A, "format=auto"], { format: "auto" }],
  [["f", URL_A, "cache=0"], { cache: 0 }],
  [["f", URL_A, "cache=false"], { cache: 0 }],
  [["f", URL_A, "refresh=t"], { refresh: true }],
  [["f", URL_A, "thumb=true"], { thumb: true }],
  [["f", URL_A, "concurrency=256"], { concurrency: 256 }],
  [["f", URL_A, "prefix=rx_"], { prefix: "rx_" }],
  [["f", URL_A, "prefix="], { prefix: "" }],
  [["f", "http://img/get?id="], { bases: ["http://img/get?id="] }],
  [["f", "http://img/get?a=b&id="], { bases: ["http://img/get?a=b&id="] }],
  [["f", "http://img{shard}/rx/{store}"], { bases: ["http://img{shard}/rx/{store}"] }],
  [["image file", URL_A], { field: "image file" }],
];

for (const [args, wanted] of TAKEN) {
  test(`getimage ${args.join(" ")} is understood`, () => {
    const parsed = parseArguments(args, settingsOf(""));
    assert.ok(parsed.ok, parsed.ok ? "" : parsed.error);
    assert.deepEqual({ ...parsed.value, ...wanted }, parsed.value);
  });
}

const CAPTION_WANTED =
  'true, false, or a text of up to 500 characters with names of fields in braces, as in "{Patient_Name} {page}/{pages}"';
const NAMES = Object.keys(OPTIONS).join(", ");
const REFUSED: readonly (readonly [args: readonly string[], sentence: string])[] = [
  [[], `no field and no image server given; usage: ${USAGE}`],
  [["size=9x9"], `no field and no image server given; usage: ${USAGE}`],
  [["", "http://img"], `expected a field name, received an empty text; usage: ${USAGE}`],
  [
    ["link", "http://img"],
    "the field link is a column that getimage writes; choose another with prefix=, as in prefix=rx_",
  ],
  [["image_file"], `no image server given after the field "image_file"; usage: ${USAGE}`],
  [[URL_A], `expected a field name first, received the address ${URL_A}; usage: ${USAGE}`],
  [["HTTP://x", "f"], `expected a field name first, received the address HTTP://x; usage: ${USAGE}`],
  [["f", URL_A, "width=9"], `unknown option "width"; options are ${NAMES}`],
  [["f", URL_A, "Size=9x9"], `unknown option "Size"; options are ${NAMES}`],
  [["f", URL_A, "constructor=1"], `unknown option "constructor"; options are ${NAMES}`],
  [["f", URL_A, "page=1", "page=2"], "option page is given twice"],
  [["f", URL_A, "timeout=0"], 'option timeout: expected seconds from 0.1 to 600, received "0"'],
  [["f", URL_A, "retries=6"], 'option retries: expected a whole number from 0 to 5, received "6"'],
  [
    ["f", URL_A, "size=500"],
    'option size: expected WIDTHxHEIGHT with sides from 16 to 4096, as in 500x500, received "500"',
  ],
  [["f", URL_A, "format=tiff"], 'option format: expected one of jpg, png, webp, auto, received "tiff"'],
  [["f", URL_A, "quality=0"], 'option quality: expected a whole number from 1 to 100, received "0"'],
  [
    ["f", URL_A, "page=-1"],
    'option page: expected a whole number from 1 to 10000, or one of all, largest, sheet, received "-1"',
  ],
  [["f", URL_A, "annotate=maybe"], `option annotate: expected ${CAPTION_WANTED}, received "maybe"`],
  [["f", URL_A, "annotate_place=top"], 'option annotate_place: expected one of overlay, strip, received "top"'],
  [["f", URL_A, "cache=1d"], 'option cache: expected seconds from 0 to 315360000, or false, received "1d"'],
  [["f", URL_A, "refresh="], 'option refresh: expected true or false, received ""'],
  [["f", URL_A, "thumb=small"], 'option thumb: expected true or false, received "small"'],
  [["f", URL_A, "explain=why"], 'option explain: expected true or false, received "why"'],
  [["f", URL_A, "concurrency=1.5"], 'option concurrency: expected a whole number from 1 to 256, received "1.5"'],
  [
    ["f", URL_A, "prefix=9"],
    'option prefix: expected up to 64 letters, digits and underscores, not beginning with a digit, received "9"',
  ],
];

for (const [args, sentence] of REFUSED) {
  test(`getimage ${args.join(" ")} is refused: ${sentence.slice(0, 60)}`, () => {
    assert.deepEqual(parseArguments(args, settingsOf("")), { ok: false, error: sentence });
  });
}

const FAULTY: readonly (readonly [caption: string, fault: string])[] = [
  ["a } b", "a } lacks its {; write }} to show a brace"],
  ["{", "a { lacks its }; write {{ to show a brace"],
  ["{Patient_Name", "a { lacks its }; write {{ to show a brace"],
  ["{name} {}", "{} names no field"],
  [`{name} ${"x".repeat(500)}`, "it has 507 characters"],
];

for (const [text, fault] of FAULTY) {
  test(`annotate=${text.slice(0, 20)} is refused and says why: ${fault}`, () => {
    const sentence = `expected ${CAPTION_WANTED} (${fault}), received "${text.slice(0, 100)}"`;
    assert.deepEqual(parseArguments(["f", URL_A, `annotate=${text}`], settingsOf("")), {
      ok: false,
      error: `option annotate: ${sentence}`,
    });
    assert.throws(() => settingsOf(`[image]\nannotate = ${text}\n`), {
      message: `local/getimage.conf [image] annotate: ${sentence}`,
    });
  });
}

test("a caption may name a field in any script, with blanks around it", () => {
  for (const text of ["{ name }", "{Ärztin}", "{漢字}"]) {
    assert.ok(parseArguments(["f", URL_A, `annotate=${text}`], settingsOf("")).ok, text);
  }
});

test("every option is refused somewhere in this test", () => {
  const refused = REFUSED.map(([, sentence]) => /^option (\w+): /.exec(sentence)?.[1]);
  assert.deepEqual(
    refused.filter((name) => name !== undefined),
    Object.keys(OPTIONS),
  );
});

test("a prefix may not turn columns into Splunk's own multivalue columns", () => {
  assert.equal(parseArguments(["f", URL_A, "prefix=__mv_x"], settingsOf("")).ok, false);
});

test("a long bad value is reported in part", () => {
  const parsed = parseArguments(["f", URL_A, `size=${"9".repeat(5_000)}`], settingsOf(""));
  assert.ok(!parsed.ok && parsed.error.length < 250);
});
