import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { APP_ID } from "../../src/pictures/contract.ts";
import { runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import type { SplunkdStore, StoreReply } from "../../src/stand-in/splunkd/store.ts";
import { csvOf, type InstalledApp } from "./installed-app.ts";

const SPL = /^\| makeresults \| eval f="([^"]*)" \| getimage f "([^"]*)"( explain=true)? \| table ([\w ]+)$/;

/** Plays splunkd for the setup page's search: writes the store's stanzas as getimage.conf and runs the real command. */
export async function runTrial(store: SplunkdStore, app: InstalledApp, spl: string): Promise<StoreReply> {
  const [, name, url, explain = "", fields = ""] = SPL.exec(spl) ?? [];
  if (name === undefined || url === undefined) return [400, { messages: [{ type: "FATAL", text: `strange: ${spl}` }] }];
  const conf = join(app.home, "etc", "apps", APP_ID, "local", "getimage.conf");
  mkdirSync(dirname(conf), { recursive: true });
  const lines = [...store.stanzas].map(([stanza, keys]) => [
    `[${stanza}]`,
    ...Object.entries(keys).map(([key, value]) => `${key} = ${value}`),
  ]);
  writeFileSync(conf, `${lines.flat().join("\n")}\n[cache]\nmin_free = 0\n`);
  const args = ["f", url, ...(explain ? [explain.trim()] : [])];
  const { rows, error } = await runSearch(csvOf("f", [name]), { command: app.command, args });
  if (error !== undefined) return [400, { messages: [{ type: "FATAL", text: error }] }];
  const cells = rows.map((row) => Object.fromEntries(fields.split(" ").map((field) => [field, row.get(field) ?? ""])));
  return [200, { results: cells, messages: [] }];
}
