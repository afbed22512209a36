import assert from "node:assert/strict";
import { test } from "node:test";
import { parseArguments } from "../../src/pictures/settings/search-options.ts";
import { fieldsOfExpression } from "../../src/stand-in/spl/syntax/fields-read.ts";
import { readSearch } from "../../src/stand-in/spl/syntax/read-search.ts";
import type { Search } from "../../src/stand-in/spl/syntax/tree.ts";
import { confOf } from "../helpers/app-files.ts";
import { settingsOf } from "../helpers/settings-of.ts";
import { optionOf, type Part, STUDIO_VIEWS, type StudioView } from "../helpers/studio-view.ts";

/**
 * What Splunk's renderer does not say of a view of Dashboard Studio: names that lead nowhere. The views are drawn, and
 * their searches run, by npm run test:studio.
 */
const MACROS = confOf("macros");
const TOKEN = /\$(?:(\w+):)?([\w.]+)(?:\|[a-z])?\$/g;

/** Fields whose values come from records or servers. */
const RAW = [
  ...["Record", "Details", "File", "Why", "image_error_text", "image_note", "image_source", "new_image"],
  ...["text", "said", "name", "path", "user"],
];

function queriesOf({ dataSources }: StudioView): string[] {
  return Object.values(dataSources).map((source) => optionOf(source, "query"));
}

/** Tokens that a click or an input sets, or that have a value from the start. */
function tokensSet({ inputs, visualizations, defaults }: StudioView): string[] {
  const handlers = Object.values(visualizations).flatMap(({ eventHandlers = [] }) => eventHandlers);
  const clicked = handlers.flatMap(({ options }) => {
    const tokens = options["tokens"];
    return Array.isArray(tokens) ? tokens.map(({ token }) => String(token)) : [];
  });
  const chosen = Object.values(inputs).flatMap((input) => {
    const token = optionOf(input, "token");
    return input.type === "input.timerange" ? [`${token}.earliest`, `${token}.latest`] : [token];
  });
  return [...clicked, ...chosen, ...Object.keys(defaults.tokens?.["default"] ?? {})];
}

function markdownOf(view: StudioView): string[] {
  return Object.values(view.visualizations)
    .filter(({ type }) => type === "splunk.markdown")
    .map((part) => optionOf(part, "markdown"));
}

test("the app has the views of Dashboard Studio that it speaks of", () => {
  assert.deepEqual(
    STUDIO_VIEWS.map(({ name }) => name),
    ["rx_images_health", "rx_images_studio"],
  );
});

for (const view of STUDIO_VIEWS) {
  const { name, xml, inputs, dataSources, visualizations, layout } = view;

  test(`${name} is version 2 with label, description and one definition, as AppInspect wants it`, () => {
    const shape =
      /^<dashboard version="2" theme="(light|dark)">\n {2}<label>[^<&]+<\/label>\n {2}<description>[^<&]+<\/description>\n {2}<definition><!\[CDATA\[[\s\S]*\]\]><\/definition>\n<\/dashboard>\n$/;
    assert.match(xml, shape);
    assert.equal(xml.split("]]>").length, 2);
  });

  test(`${name} lays out every panel once, side by side, and shows every input`, () => {
    const items = layout.structure.map(({ item }) => item);
    assert.deepEqual(items.toSorted(), Object.keys(visualizations).sort());
    assert.deepEqual([...layout.globalInputs].sort(), Object.keys(inputs).sort());
    for (const { item, position: one } of layout.structure) {
      assert.ok(one.x + one.w <= layout.options.width, item);
      const beside = layout.structure.filter(({ item: other, position: two }) => {
        const apart =
          one.x + one.w <= two.x || two.x + two.w <= one.x || one.y + one.h <= two.y || two.y + two.h <= one.y;
        return other !== item && !apart;
      });
      assert.deepEqual(beside, [], item);
    }
  });

  test(`${name} names only data sources that there are, and uses each`, () => {
    const parts: readonly Part[] = [...Object.values(visualizations), ...Object.values(inputs)];
    const used = parts.flatMap((part) => Object.values(part.dataSources ?? {}));
    const extended = Object.values(dataSources).flatMap((source) => optionOf(source, "extend") || []);
    const smart = Object.entries(dataSources).filter(([, source]) => source.options["enableSmartSources"] === true);
    const read = smart.flatMap(([id, source]) => (xml.includes(`$${source.name}:result.`) ? [id] : []));
    for (const source of [...used, ...extended]) assert.ok(dataSources[source], source);
    for (const source of Object.keys(dataSources)) assert.ok([...used, ...extended, ...read].includes(source), source);
    const names = Object.values(dataSources).map((source) => source.name);
    assert.equal(new Set(names).size, names.length);
  });

  test(`${name} begins every search with a macro that there is, and every chained one with a bar`, () => {
    for (const [id, source] of Object.entries(dataSources)) {
      const query = optionOf(source, "query");
      assert.match(query, source.type === "ds.chain" ? /^\| \w/ : /^`(getimage_log|rx_records)` /, id);
      for (const [, macro = ""] of query.matchAll(/`(\w+)`/g)) assert.ok(MACROS.has(macro), `${id}: ${macro}`);
    }
  });

  test(`${name} uses only tokens that something sets`, () => {
    const known = tokensSet(view);
    const smart = Object.values(dataSources).filter(({ options }) => options["enableSmartSources"] === true);
    for (const [token, space, of = ""] of JSON.stringify({ dataSources, visualizations }).matchAll(TOKEN)) {
      if (space !== undefined)
        assert.ok(smart.some((source) => source.name === space) && of.startsWith("result."), token);
      else if (!of.startsWith("row.")) assert.ok(known.includes(of), token);
    }
  });

  test(`${name} puts what a click or an address may set between quotes, but for a number of rows`, () => {
    for (const query of queriesOf(view)) {
      const bare = [...query.matchAll(TOKEN)].filter(([token]) => !token.endsWith("|s$")).map(([token]) => token);
      assert.ok(
        bare.every((token) => token === "$rows$"),
        bare.join(),
      );
    }
  });

  test(`${name} colours only words that its searches write`, () => {
    for (const [id, { context = {}, dataSources: of = {} }] of Object.entries(visualizations)) {
      const source = dataSources[of["primary"] ?? ""];
      const base = dataSources[source ? optionOf(source, "extend") : ""];
      const spl = [source, base].map((each) => (each ? optionOf(each, "query") : "")).join();
      const words = Object.values(context).flatMap((rules) =>
        Array.isArray(rules) ? rules.flatMap(({ match }) => match ?? []) : [],
      );
      for (const word of words) assert.ok(spl.includes(`"${word}"`), `${id}: ${word}`);
    }
  });

  test(`${name} lets no text of a record or server into Markdown`, () => {
    for (const markdown of markdownOf(view)) {
      for (const [token, space, of = ""] of markdown.matchAll(TOKEN)) {
        const source = Object.values(dataSources).find((each) => each.name === space);
        assert.ok(source, `${token} is no result of a search`);
        const column = of.replace("result.", "");
        const read = columnsRead(optionOf(source, "query"), column);
        assert.deepEqual(
          RAW.filter((field) => read.has(field)),
          [],
          token,
        );
      }
    }
  });
}

/** A search of a view, with a value in the place of each token. */
function written(query: string, isPostProcess: boolean): Search {
  const macros = (name: string) => MACROS.get(name)?.get("definition");
  return readSearch(query.replaceAll("$size|s$", "500x500").replace(TOKEN, "5"), { macros, isPostProcess });
}

/** Every name that goes into a column of a chained search, step by step. */
function columnsRead(query: string, column: string): ReadonlySet<string> {
  const made = written(query, true).flatMap((command): readonly (readonly [string, readonly string[]])[] => {
    if (command.name === "eval") {
      return command.assignments.map(({ field, expression }) => [field, fieldsOfExpression(expression)]);
    }
    return command.name === "stats" ? command.aggregates.map(({ as, field }) => [as, field ? [field] : []]) : [];
  });
  const read = new Set([column]);
  for (let before = 0; before < read.size; ) {
    before = read.size;
    for (const [name, names] of made) if (read.has(name)) for (const each of names) read.add(each);
  }
  return read;
}

test("what a Studio view asks of getimage is what the program takes, and it takes a bounded number of records", () => {
  const asking = STUDIO_VIEWS.flatMap(queriesOf).filter((query) => query.includes("| getimage "));
  assert.ok(asking.length >= 1);
  for (const query of asking) {
    const [, before, command] = written(query, false);
    assert.equal(before?.name, "head");
    assert.ok(command?.name === "getimage");
    const parsed = parseArguments(command.args, settingsOf(""));
    assert.ok(parsed.ok, parsed.ok ? "" : parsed.error);
  }
});
