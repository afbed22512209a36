import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { OUTPUT_FIELDS, type OutputField, THUMB_FIELDS } from "../../src/pictures/contract.ts";
import { RENAMED, VIEWS_OF_COLUMN, type View } from "../../src/pictures/dashboards/shared/view-columns.ts";
import { textOf } from "../helpers/app-files.ts";
import { PROJECT } from "../helpers/samples.ts";
import { optionOf, STUDIO_VIEWS } from "../helpers/studio-view.ts";

/**
 * The columns of getimage that the searches of views keep, against the table that pages are typed by, and against what
 * reads them. A column that a page reads and its search lacks would be empty on the page, and nothing would say so.
 */
const PAGES = join(PROJECT, "src/pictures/dashboards");
const STUDIO = STUDIO_VIEWS.find(({ name }) => name === "rx_images_studio");

/** The searches of a view that ask getimage. */
const ASKING: Readonly<Record<View, readonly string[]>> = {
  gallery: askingIn("rx_images_gallery"),
  review: askingIn("rx_images_review"),
  studio: Object.values(STUDIO?.dataSources ?? {})
    .map((source) => optionOf(source, "query"))
    .filter(asks),
  classic: askingIn("rx_images_classic"),
};

function askingIn(view: string): string[] {
  const queries = textOf(`app/default/data/ui/views/${view}.xml`).matchAll(/<query>(.*?)<\/query>/gs);
  return [...queries].map(([, query = ""]) => query).filter(asks);
}

function asks(query: string): boolean {
  return query.includes("| getimage ");
}

/** Columns of getimage in the table that a search ends with, under getimage's own names. */
function keptBy(query: string): readonly OutputField[] {
  const [, table = ""] = /\| table ([^|]+)$/.exec(query) ?? [];
  const renamed = new Map([...query.matchAll(/(\w+) as (\w+)/g)].map(([, from = "", to = ""]) => [to, from]));
  const names = table.split(",").map((name) => renamed.get(name.trim()) ?? name.trim());
  return OUTPUT_FIELDS.filter((field) => names.includes(field));
}

function isNamedIn(text: string, column: string): boolean {
  return new RegExp(`\\b${column}\\b`).test(text);
}

for (const [view, queries] of Object.entries(ASKING) as [View, readonly string[]][]) {
  const kept = OUTPUT_FIELDS.filter((field) => queries.some((query) => keptBy(query).includes(field)));

  test(`the view ${view} keeps just the columns that the table of columns says`, () => {
    assert.ok(queries.length > 0);
    const views: Readonly<Record<OutputField, readonly View[]>> = VIEWS_OF_COLUMN;
    assert.deepEqual(
      kept,
      OUTPUT_FIELDS.filter((field) => views[field].includes(view)),
    );
  });

  test(`the view ${view} asks for small pictures where it keeps their columns, and only there`, () => {
    const isWanted = kept.some((field) => THUMB_FIELDS.some((thumb) => thumb === field));
    for (const query of queries) assert.equal(query.includes(" thumb=true"), isWanted);
  });
}

for (const view of ["gallery", "review"] as const) {
  test(`every column that the view ${view} keeps is read by its page`, () => {
    const files = globSync([`${view}/*.ts`, "shared/*.ts"], { cwd: PAGES, exclude: ["**/view-columns.ts"] });
    const sources = files.map((file) => readFileSync(join(PAGES, file), "utf8")).join("\n");
    const unread = ASKING[view].flatMap(keptBy).filter((column) => !isNamedIn(sources, column));
    assert.deepEqual(unread, []);
  });
}

test("the Studio view reads every column that its search keeps, and no other", () => {
  const [asking = ""] = ASKING.studio;
  const { dataSources = {}, visualizations = {} } = STUDIO ?? {};
  const chained = Object.values(dataSources).map((source) => optionOf(source, "query"));
  const readers = JSON.stringify([chained.filter((query) => query !== asking), visualizations]);
  const kept = keptBy(asking);
  assert.deepEqual(
    kept.filter((column) => !isNamedIn(readers, column)),
    [],
    "kept, and read by nothing",
  );
  const expressions = chained.filter((query) => query !== asking).map((query) => query.replace(/"[^"]*"/g, " "));
  const read = OUTPUT_FIELDS.filter((column) => expressions.some((expression) => isNamedIn(expression, column)));
  assert.deepEqual(
    read.filter((column) => !kept.includes(column)),
    [],
    "read, and not kept",
  );
});

for (const [view, names] of Object.entries(RENAMED)) {
  test(`the tables of the view ${view} call columns what pages know them by`, () => {
    const xml = textOf(`app/default/data/ui/views/rx_images_${view}.xml`);
    for (const [column, name] of Object.entries(names)) assert.ok(xml.includes(`${column} as ${name}`), column);
  });
}
