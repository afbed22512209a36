import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { IMAGE_DECODERS, OUTPUT_FIELDS, SEVERITY_ICONS } from "../src/pictures/contract.ts";
import { DEFAULTS } from "../src/pictures/dashboards/gallery/options.ts";
import { OPTIONS } from "../src/pictures/settings/search-options.ts";
import { SETTINGS } from "../src/pictures/settings/settings.ts";
import { COMMAND_NAMES } from "../src/stand-in/spl/syntax/tree.ts";
import { confOf, textOf } from "./helpers/app-files.ts";
import { codeIn, rowsBelow } from "./helpers/markdown-table.ts";
import { PROJECT } from "./helpers/samples.ts";

/** The tables that are held against the program. */
const OPTIONS_TABLE = { file: "docs/pictures/reference.md", heading: "Options" };
const FIELDS_TABLE = { file: "docs/pictures/reference.md", heading: "Fields" };
const CACHE_TABLE = { file: "docs/pictures/reference.md", heading: "The cache" };
const BROUGHT_TABLE = { file: "docs/pictures/reference.md", heading: "What else the app brings" };
const VIEWS_TABLE = { file: "docs/pictures/dashboards.md", heading: "Dashboards" };
const MACROS_TABLE = { file: "docs/pictures/dashboards.md", heading: "Fit them to your records" };
const GALLERY_TABLE = { file: "docs/pictures/dashboards.md", heading: "A gallery" };
const PAGES = globSync(["*.md", "docs/**/*.md"], { cwd: PROJECT });

/** Those that our pages speak of, in files of Splunk itself. */
const STANZAS_OF_SPLUNK = ["sslConfig"];

const ALL_SETTINGS: Readonly<Record<string, Readonly<Record<string, { readonly fallback: string }>>>> = SETTINGS;

test("the table of options has every option in its order, each with its default, and no other", () => {
  const rows = rowsBelow(OPTIONS_TABLE);
  assert.deepEqual(
    rows.map(([name = ""]) => name),
    Object.keys(OPTIONS).map(inCode),
  );
  assert.deepEqual(
    // Behind a default may stand what it means, as in 2592000 (30 days).
    rows.map(([, , given = ""]) => given.replaceAll("`", "").replace(/ \(.*\)$/, "")),
    Object.values(OPTIONS).map(({ defaultFrom }) => defaultIn(defaultFrom)),
  );
});

/** A default as it is told in the words of `defaultFrom`: itself, or that of the keys of getimage.conf that it names. */
function defaultIn(from: string): string {
  const [, stanza = "", named] = /^\[(\w+)\] (.+)$/.exec(from) ?? [];
  if (named === undefined) return from;
  const keys = named.split(", ").map((key) => [key, fallbackOf(stanza, key)] as const);
  const [only, another] = keys;
  if (only && !another) return only[1];
  return `[${stanza}] ${keys.map((pair) => pair.join(" ")).join(", ")}`;
}

function fallbackOf(stanza: string, key: string): string {
  const setting = ALL_SETTINGS[stanza]?.[key];
  assert.ok(setting, `there is no setting [${stanza}] ${key}`);
  return setting.fallback;
}

function inCode(name: string): string {
  return `\`${name}\``;
}

test("the table of fields has every column that is added, in its order, and no other", () => {
  assert.deepEqual(
    rowsBelow(FIELDS_TABLE).map(([name]) => name),
    OUTPUT_FIELDS.map(inCode),
  );
});

for (const [field, values] of [
  ["image_decoder", IMAGE_DECODERS],
  ["image_icon", Object.values(SEVERITY_ICONS)],
] as const) {
  test(`the table of fields names the values of ${field}, and no other`, () => {
    const [, meaning = ""] = rowsBelow(FIELDS_TABLE).find(([name]) => name === inCode(field)) ?? [];
    assert.deepEqual(codeIn(meaning), values);
  });
}

/** A time, size, count or share as people write it, in what the setting counts. */
const UNITS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  GB: 2 ** 30,
  file: 1,
  "%": 1,
};

test("the table of the cache says the defaults that its settings have", () => {
  let told = 0;
  for (const [, words = "", named = ""] of rowsBelow(CACHE_TABLE)) {
    const amounts = [...words.matchAll(/([\d,]+) (second|minute|hour|day|GB|file|%)/g)].map(
      ([, number = "", unit = ""]) => Number(number.replaceAll(",", "")) * (UNITS[unit] ?? Number.NaN),
    );
    const settings = settingsIn(named).map(([stanza, key]) => fallbackOf(stanza, key));
    assert.deepEqual(amounts.map(String), settings.slice(0, amounts.length), named);
    told += amounts.length;
  }
  assert.ok(told >= 10, `${told} defaults`);
});

/** Settings as `[cache] max_size`, or as `max_files` behind one of the same stanza; the stanza and the key. */
function settingsIn(text: string): [stanza: string, key: string][] {
  let stanza = "";
  return codeIn(text).map((code) => {
    const [, named, key = ""] = /^(?:\[(\w+)\] )?(\w+)$/.exec(code) ?? [];
    stanza = named ?? stanza;
    return [stanza, key];
  });
}

for (const file of PAGES) {
  test(`${file} speaks only of settings that there are`, () => {
    for (const [, stanza = "", key = ""] of textOf(file).matchAll(/`\[(\w+)\] (\w+)/g)) {
      if (!STANZAS_OF_SPLUNK.includes(stanza)) fallbackOf(stanza, key);
    }
  });
}

test("the table of what the app brings names its reports, source types and macros, and no other", () => {
  const rows = rowsBelow(BROUGHT_TABLE).map(([first = ""]) => first);
  const after = (word: string): string[] => rows.filter((row) => row.startsWith(`${word} `));
  assert.deepEqual(
    after("report"),
    [...confOf("savedsearches").keys()].map((name) => `report *${name}*`),
  );
  assert.deepEqual(
    after("source type"),
    [...confOf("props").keys()].filter(isSourceType).map((name) => `source type ${inCode(name)}`),
  );
  assert.deepEqual(after("macros").flatMap(codeIn), [...confOf("macros").keys()]);
});

function isSourceType(stanza: string): boolean {
  return !stanza.startsWith("source::");
}

test("the table of views names each of them, but for the setup page, by its label", () => {
  const views = rowsBelow(VIEWS_TABLE).map(([first = ""]) => first);
  const labels = globSync("app/default/data/ui/views/*.xml", { cwd: PROJECT }).map((file) => {
    const [, label = ""] = /<label>(.*?)<\/label>/.exec(textOf(file)) ?? [];
    return `${label} (${inCode(basename(file, ".xml"))})`;
  });
  assert.deepEqual(views.sort(), labels.filter((name) => !name.includes("`setup`")).sort());
});

test("the table of macros has those that views are fitted by, as they are shipped", () => {
  assert.deepEqual(
    rowsBelow(MACROS_TABLE).map(([name, , shipped]) => [name, shipped]),
    [...confOf("macros")]
      .filter(([name]) => name.startsWith("rx_"))
      .map(([name, settings]) => [inCode(name), inCode(settings.get("definition") ?? "")]),
  );
});

test("the table of the gallery has every option in its order, each with its default, and no other", () => {
  assert.deepEqual(
    rowsBelow(GALLERY_TABLE).map(([name, , given]) => [name, given]),
    Object.entries(DEFAULTS).map(([name, value]) => [inCode(name), value === "" ? "empty" : inCode(value)]),
  );
});

test("the reference names every command of the preview's SPL, in order, and no other", () => {
  const [, sentence = ""] =
    /a small SPL stand in for Splunk:\n([\s\S]*?), each as far/.exec(textOf("docs/pictures/reference.md")) ?? [];
  assert.deepEqual(codeIn(sentence), COMMAND_NAMES);
});
