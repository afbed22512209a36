import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseConf } from "../../src/splunk/conf.ts";
import { PROJECT } from "./samples.ts";

/** The files of the app as an admin reads them: stanza -> key -> value. */
export type Stanzas = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function textOf(file: string): string {
  return readFileSync(join(PROJECT, file), "utf8");
}

/** A conf file of app/default; settings above the first stanza would show as a stanza "default". */
export function confOf(name: string): Stanzas {
  return stanzasOf(`app/default/${name}.conf`);
}

export function metaOf(): Stanzas {
  return stanzasOf("app/metadata/default.meta");
}

/** Names of all conf files that the app ships. */
export const CONFS: readonly string[] = globSync("app/default/*.conf", { cwd: PROJECT })
  .map((file) => basename(file, ".conf"))
  .sort();

/** A stanza's settings; it must be there. */
export function stanzaOf(name: string, stanza: string): ReadonlyMap<string, string> {
  const settings = confOf(name).get(stanza);
  if (!settings) throw new Error(`${name}.conf has no stanza [${stanza}]`);
  return settings;
}

export function packageJson(): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(Object(JSON.parse(textOf("package.json")))));
}

function stanzasOf(file: string): Stanzas {
  const conf = [...parseConf(textOf(file), file)];
  return new Map(
    conf
      .filter(([stanza, settings]) => stanza !== "default" || settings.size > 0)
      .map(([stanza, settings]) => [stanza, new Map([...settings].map(([key, { value }]) => [key, value]))]),
  );
}
