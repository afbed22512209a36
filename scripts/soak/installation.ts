import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layoutOf, SHARDS } from "../../src/pictures/cache/store/layout.ts";
import { listShard, namesIn } from "../../src/pictures/cache/store/shard.ts";
import { STATIC_CACHE_URL } from "../../src/pictures/contract.ts";
import { makeSplunkHome, type SplunkHome } from "../../src/stand-in/home/splunk-home.ts";
import { ageCache } from "../../test/helpers/aged-cache.ts";
import { builtApp } from "../built-app.ts";
import type { Servers } from "./servers.ts";

export const MAX_BYTES = 64 * 2 ** 20;
export const MAX_FILES = 10_000;
const LIMITS = `
[image]
decode_timeout = 20
[fetch]
connect_timeout = 1
first_byte_timeout = 1
idle_timeout = 1
total_timeout = 3
min_rate_window = 1
maxinputs = 100
[cache]
max_size = ${MAX_BYTES}
max_files = ${MAX_FILES}
link_seconds = 60
keep_missing = 3
keep_forbidden = 3
keep_failing = 2
keep_bad = 10
[serve]
serve = static
`;
/** After which a sweep takes a process that gave no sign for dead. */
const DEAD_AFTER_SECONDS = 61;

/** The app in a Splunk home of its own, with a cache that is soon full. */
export class Installation {
  readonly #home: SplunkHome;
  readonly layout: ReturnType<typeof layoutOf>;

  constructor(servers: Servers) {
    const home = mkdtempSync(join(tmpdir(), "getimage-soak-"));
    const [app, temporary] = [join(home, "built"), join(home, "tmp")];
    mkdirSync(temporary);
    // A copy: whoever builds meanwhile must not pull the program from under the searches.
    cpSync(builtApp(), app, { recursive: true });
    const stanzas = servers.names.map((name) => `[server:${name}]\nurl = ${servers.baseOf(name)}\n`);
    this.#home = makeSplunkHome(home, { app, conf: LIMITS + stanzas.join(""), env: { TMPDIR: temporary } });
    this.layout = layoutOf(this.#home.cache);
  }

  get command(): SplunkHome["command"] {
    return this.#home.command;
  }

  /** The file that Splunk Web would hand out under an address. */
  fileBehind(link: string): string {
    return join(this.#home.settings, "appserver", "static", "cache", link.slice(STATIC_CACHE_URL.length));
  }

  /** What the cache holds, as its limits count it. */
  measure(): { readonly bytes: number; readonly files: number } {
    let [bytes, files] = [0, 0];
    for (const entry of SHARDS.flatMap((shard) => listShard(this.layout.shard(shard)))) {
      bytes += entry.bytes;
      files += entry.files;
    }
    return { bytes, files };
  }

  /** Makes all that the cache holds older, what it knows of servers too; no search may run meanwhile. */
  age(seconds: number): void {
    ageCache(this.layout.folder, seconds);
  }

  /** Sweeps as an admin does, at a time when all processes that died are known to be dead. @returns whether it went well */
  sweep(): boolean {
    const longAgo = Date.now() / 1_000 - DEAD_AFTER_SECONDS;
    for (const name of this.workspaces()) utimesSync(join(this.layout.temporary, name), longAgo, longAgo);
    const [file, ...flags] = this.command.program;
    const { status } = spawnSync(file, [...flags, "cache", "sweep"], { env: { ...this.command.env }, stdio: "ignore" });
    return status === 0;
  }

  workspaces(): string[] {
    return namesIn(this.layout.temporary);
  }

  locks(): string[] {
    return namesIn(this.layout.locks);
  }

  remove(): void {
    this.#home.remove();
  }
}
