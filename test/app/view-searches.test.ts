import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { OUTPUT_FIELDS } from "../../src/pictures/contract.ts";
import { parseArguments } from "../../src/pictures/settings/search-options.ts";
import { confOf, stanzaOf, textOf } from "../helpers/app-files.ts";
import { PROJECT } from "../helpers/samples.ts";
import { settingsOf } from "../helpers/settings-of.ts";
import { commandsOf, expanded, fieldsAfter, strangeFields } from "../helpers/spl.ts";

/** The searches of the Simple XML views against what there is: macros, fields of records, options and columns of getimage. */
const MACROS = confOf("macros");
const RECORD_FIELDS = [
  ...(stanzaOf("transforms", "rx_patient_records_fields").get("REGEX") ?? "").matchAll(/\?<(\w+)>/g),
].map(([, name = ""]) => name);
/** What inputs put into a search in place of their tokens. */
const TOKENS: Readonly<Record<string, string>> = { size: "500x500", rows: "200", shown: "*", of_server: "*" };

type Search = { readonly view: string; readonly id: string; readonly base: string; readonly query: string };

const SEARCHES = globSync("app/default/data/ui/views/*.xml", { cwd: PROJECT }).flatMap((file): Search[] => {
  const found = textOf(file).matchAll(/<search(?: id="(\w+)")?(?: base="(\w+)")?>\s*<query>(.*?)<\/query>/gs);
  return [...found].map(([, id = "", base = "", query = ""]) => ({ view: basename(file, ".xml"), id, base, query }));
});

function written({ view, query }: Search): string {
  const filled = query.replace(/\$(\w+)\$/g, (_, token: string) => {
    assert.ok(TOKENS[token], `${view}: no input sets $${token}$`);
    return TOKENS[token];
  });
  return expanded(filled, (macro) => {
    const definition = MACROS.get(macro)?.get("definition");
    assert.ok(definition, `${view}: macros.conf has no ${macro}`);
    return definition;
  });
}

function fieldsBefore({ view, base }: Search): readonly string[] {
  if (base === "") return [...RECORD_FIELDS, "source"];
  const search = SEARCHES.find((each) => each.view === view && each.id === base);
  assert.ok(search, `${view}: no search ${base}`);
  return fieldsAfter(written(search), fieldsBefore(search), OUTPUT_FIELDS);
}

for (const search of SEARCHES) {
  test(`${search.view} names only fields that there are: ${search.query.slice(0, 60)}`, () => {
    assert.deepEqual(strangeFields(written(search), fieldsBefore(search), OUTPUT_FIELDS), []);
  });
}

test("what views ask of getimage is what the program takes, and each takes a bounded number of records", () => {
  const asking = SEARCHES.filter(({ query }) => query.includes("getimage "));
  assert.ok(asking.length >= 4);
  for (const search of asking) {
    const commands = commandsOf(written(search));
    const at = commands.findIndex((command) => command.startsWith("getimage "));
    const parsed = parseArguments((commands[at] ?? "").split(" ").slice(1), settingsOf(""));
    assert.ok(parsed.ok, parsed.ok ? "" : `${search.view}: ${parsed.error}`);
    assert.match(commands[at - 1] ?? "", /^head \d+$/);
  }
});

test("a table of a view shows only columns that its search has", () => {
  for (const view of new Set(SEARCHES.map(({ view }) => view))) {
    const xml = textOf(`app/default/data/ui/views/${view}.xml`);
    for (const [, table = ""] of xml.matchAll(/<table [^>]*>(.*?)<\/table>/gs)) {
      const [, shown] = /<fields>(.*?)<\/fields>/.exec(table) ?? [];
      const [, query] = /<query>(.*?)<\/query>/s.exec(table) ?? [];
      const search = SEARCHES.find((each) => each.view === view && each.query === query);
      if (shown === undefined || !search) continue;
      const columns = fieldsAfter(written(search), fieldsBefore(search), OUTPUT_FIELDS);
      for (const field of shown.split(", ")) assert.ok(columns.includes(field), `${view}: ${field}`);
    }
  }
});
