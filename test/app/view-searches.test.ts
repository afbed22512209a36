import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { OUTPUT_FIELDS } from "../../src/pictures/contract.ts";
import { parseArguments } from "../../src/pictures/settings/search-options.ts";
import { runSpl } from "../../src/stand-in/spl/run/run.ts";
import { readSearch } from "../../src/stand-in/spl/syntax/read-search.ts";
import type { Row, Table } from "../../src/stand-in/spl/table.ts";
import { eventsOf } from "../../src/stand-in/splunkd/events.ts";
import { confOf, textOf } from "../helpers/app-files.ts";
import { PROJECT } from "../helpers/samples.ts";
import { settingsOf } from "../helpers/settings-of.ts";

/**
 * The searches of the Simple XML views, run over the sample records: a macro, a field or a column that is not there is an
 * error, and so is an option that getimage does not take.
 */
const MACROS = confOf("macros");
const RECORDS = eventsOf(readFileSync(join(PROJECT, "sample_logs/patients.records")), {
  source: "patients.records",
  sourcetype: "rx:patient_records",
  indexed: new Date(),
});
const ALL_TIME = { earliest: Number.NEGATIVE_INFINITY, latest: Number.POSITIVE_INFINITY };
/** What inputs put into a search in place of their tokens. */
const TOKENS: Readonly<Record<string, string>> = { size: "500x500", rows: "200", shown: "*", of_server: "*" };

type ViewSearch = { readonly view: string; readonly id: string; readonly base: string; readonly query: string };

const SEARCHES = globSync("app/default/data/ui/views/*.xml", { cwd: PROJECT }).flatMap((file): ViewSearch[] => {
  const found = textOf(file).matchAll(/<search(?: id="(\w+)")?(?: base="(\w+)")?>\s*<query>(.*?)<\/query>/gs);
  return [...found].map(([, id = "", base = "", query = ""]) => ({ view: basename(file, ".xml"), id, base, query }));
});

function readView({ view, query, base }: ViewSearch) {
  const filled = query.replace(/\$(\w+)\$/g, (_, token: string) => {
    assert.ok(TOKENS[token], `${view}: no input sets $${token}$`);
    return TOKENS[token];
  });
  return readSearch(filled, { macros: (name) => MACROS.get(name)?.get("definition"), isPostProcess: base !== "" });
}

async function run(search: ViewSearch): Promise<Table> {
  const base = SEARCHES.find(({ view, id }) => view === search.view && id !== "" && id === search.base);
  assert.ok(base || search.base === "", `${search.view}: no search ${search.base}`);
  return runSpl(readView(search), base ? await run(base) : RECORDS, { range: ALL_TIME, getimage });
}

/** Every column that the command adds, and pictures of every status. */
async function getimage({ columns, rows }: Table, args: readonly string[]): Promise<Table> {
  const parsed = parseArguments(args, settingsOf(""));
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.error);
  const added = (row: Row, index: number): Row => {
    const status = ["ok", "stale", "error"][index % 3] ?? "";
    return new Map([...row, ...OUTPUT_FIELDS.map((name) => [name, [name === "image_status" ? status : "x"]] as const)]);
  };
  return { columns: [...columns, ...OUTPUT_FIELDS], rows: rows.map(added) };
}

for (const search of SEARCHES) {
  test(`${search.view} names only fields that there are: ${search.query.slice(0, 60)}`, async () => {
    const { rows } = await run(search);
    assert.ok(rows.length > 0, "rows that are not there show no fault");
  });
}

test("views ask getimage for a bounded number of records", () => {
  const asking = SEARCHES.map(readView).filter((search) => search.some(({ name }) => name === "getimage"));
  assert.ok(asking.length >= 4);
  for (const search of asking) {
    const at = search.findIndex(({ name }) => name === "getimage");
    assert.equal(search[at - 1]?.name, "head");
  }
});

test("a table of a view shows only columns that its search has", async () => {
  let shownTables = 0;
  for (const view of new Set(SEARCHES.map(({ view }) => view))) {
    const xml = textOf(`app/default/data/ui/views/${view}.xml`);
    for (const [, table = ""] of xml.matchAll(/<table [^>]*>(.*?)<\/table>/gs)) {
      const [, shown] = /<fields>(.*?)<\/fields>/.exec(table) ?? [];
      const [, query] = /<query>(.*?)<\/query>/s.exec(table) ?? [];
      const search = SEARCHES.find((each) => each.view === view && each.query === query);
      if (shown === undefined || !search) continue;
      shownTables++;
      const { columns } = await run(search);
      for (const field of shown.split(", ")) assert.ok(columns.includes(field), `${view}: ${field}`);
    }
  }
  assert.ok(shownTables > 0);
});
