import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CaptionFacts,
  captionRuns,
  dependsOnCache,
  fillTemplate,
  NAME_AND_MARK,
  NAME_PAGE_AND_MARK,
  NO_CAPTION,
  parseTemplate,
  templateFields,
} from "../../../src/pictures/image/caption-template.ts";

const FACTS: CaptionFacts = {
  page: 2,
  lastPage: 2,
  pages: 7,
  status: "ok",
  isCached: false,
  fetchedAt: Date.UTC(2026, 10, 21, 14, 20, 59),
};
const CACHED: CaptionFacts = { ...FACTS, isCached: true };
const STALE: CaptionFacts = { ...CACHED, status: "stale" };
const RECORD: Readonly<Record<string, string>> = {
  patient: "Müller, Änne",
  empty: "",
  "a b": "blank",
  nasty: "a\u202eb",
};

function filled(text: string, name = "scan.jpg"): ReturnType<typeof fillTemplate> {
  const template = parseTemplate(text);
  assert.ok(template.ok, template.ok ? "" : template.error);
  return fillTemplate(template.value, name, (field) => RECORD[field]);
}

/** What stands on the picture; marks in brackets. */
function shown(text: string, facts: CaptionFacts, name?: string): string {
  return captionRuns(filled(text, name), facts)
    .map(({ kind, text }) => (kind === "mark" ? `[${text}]` : text))
    .join("");
}

const CAPTIONS: readonly (readonly [string, string, CaptionFacts, string])[] = [
  ["the name and nothing behind it when it was fetched", "{name} {cached}", FACTS, "scan.jpg"],
  ["the mark of a cached picture", "{name} {cached}", CACHED, "scan.jpg [##CACHE##]"],
  ["the mark of a stale one in its place", "{name} {cached}", STALE, "scan.jpg [##STALE##]"],
  ["that a picture is stale though nobody asked", "{patient}", STALE, "Müller, Änne [##STALE##]"],
  ["the status of a good picture as text", "{name}: {status}", CACHED, "scan.jpg: ok"],
  ["the status of a stale picture as a mark, once", "{name}: {status}", STALE, "scan.jpg: [stale]"],
  ["the page", "{name} page {page} of {pages}", FACTS, "scan.jpg page 2 of 7"],
  ["the pages of a contact sheet", "{page}/{pages}", { ...FACTS, page: 1, lastPage: 7 }, "1–7/7"],
  ["when it was fetched", "{time}", FACTS, "2026-11-21 14:20 UTC"],
  ["no time where it is none", "at {time}", { ...FACTS, fetchedAt: Number.NaN }, "at"],
  ["fields of the record", "{patient} ({a b})", FACTS, "Müller, Änne (blank)"],
  [
    "no blanks around what is empty",
    " {empty} {patient}  {empty} {cached} {name} {empty}",
    FACTS,
    "Müller, Änne scan.jpg",
  ],
  ["a field that rows lack as it was written", "{patent} {name}", FACTS, "{patent} scan.jpg"],
  ["what would turn the line", "x\u202e {nasty}", FACTS, "x\ufffd a\ufffdb"],
  ["doubled braces as braces", "{{name}} {{{name}}}", FACTS, "{name} {scan.jpg}"],
  ["a record's words without reading them as a template", "{name}", FACTS, "scan.jpg"],
];

for (const [name, template, facts, caption] of CAPTIONS) {
  test(`a caption shows ${name}`, () => assert.equal(shown(template, facts), caption));
}

test("a name that looks like a template or a mark is text", () => {
  assert.equal(shown("{name}", FACTS, "{cached} ##CACHE##.jpg"), "{cached} ##CACHE##.jpg");
});

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ["{name", /^a \{ lacks its \}; write \{\{ to show a brace$/],
  ["name}", /^a \} lacks its \{; write \}\} to show a brace$/],
  ["{na{me}", /a \{ lacks its \}/],
  ["{}", /\{\} names no field/],
  ["{  } {name}", /names no field/],
  [`{name}${"x".repeat(500)}`, /it has 506 characters/],
];

for (const [text, sentence] of REFUSED) {
  test(`the template ${text.slice(0, 20)} is refused with a reason`, () => {
    const template = parseTemplate(text);
    assert.ok(!template.ok);
    assert.match(template.error, sentence);
  });
}

test("a template names the fields of the record that it needs, each once", () => {
  const template = parseTemplate("{patient} {name} {page} {patient} { a b }");
  assert.deepEqual(template.ok && templateFields(template.value), ["patient", "a b"]);
});

test("the captions of old read like their templates", () => {
  assert.deepEqual(parseTemplate("{name} {cached}"), { ok: true, value: NAME_AND_MARK });
  assert.deepEqual(parseTemplate("{name} page {page} of {pages} {cached}"), { ok: true, value: NAME_PAGE_AND_MARK });
  assert.deepEqual(parseTemplate(""), { ok: true, value: NO_CAPTION });
});

test("texts beside each other are one part, so that one caption has one key", () => {
  assert.deepEqual(filled("Rx {name} {{of}} {patent} {cached}"), [
    "Rx ",
    { value: "scan.jpg" },
    " {of} {patent} ",
    { fact: "cached" },
  ]);
});

test("a long field loses its middle and leaves the rest of the caption whole", () => {
  const note = `begin ${"word ".repeat(40)}end`;
  const [long, ...rest] = fillTemplate(parsed("{long} of {name}, read by hand {cached}"), "n", () => note);
  assert.ok(typeof long === "object" && "value" in long);
  assert.match(long.value, /^begin word .*….*word end$/);
  assert.equal(long.value.length, 150);
  assert.deepEqual(rest, [" of ", { value: "n" }, ", read by hand ", { fact: "cached" }]);
});

test("a caption of many long names and fields is bounded, and each of them has its share", () => {
  const parts = fillTemplate(parsed("{a}{name}".repeat(50)), "y".repeat(1_000), () => "x".repeat(1_000));
  const values = parts.map((part) => (typeof part === "object" && "value" in part ? part.value : ""));
  assert.deepEqual([values.length, ...new Set(values)], [100, "xxx…xx", "yyy…yy"]);
});

test("no caption stays none, also of a stale picture, and an empty field hides no staleness", () => {
  assert.deepEqual(
    captionRuns(
      fillTemplate(NO_CAPTION, "scan.jpg", () => undefined),
      STALE,
    ),
    [],
  );
  assert.equal(shown("{empty}", STALE), "[##STALE##]");
  assert.equal(shown("{empty}{empty}", STALE), "[##STALE##]");
});

test("only {cached} makes two variants", () => {
  assert.equal(dependsOnCache(filled("{name} {status} {time} {page}")), false);
  assert.equal(dependsOnCache(filled("{name} {cached}")), true);
});

function parsed(text: string): Parameters<typeof fillTemplate>[0] {
  const template = parseTemplate(text);
  assert.ok(template.ok);
  return template.value;
}
