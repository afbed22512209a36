import { spawnSync } from "node:child_process";
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { layoutOf, SHARDS } from "../../src/pictures/cache/store/layout.ts";
import { listShard } from "../../src/pictures/cache/store/shard.ts";
import { APP_ID, STATIC_CACHE_URL } from "../../src/pictures/contract.ts";
import type { CommandLine } from "../../src/stand-in/splunkd/app-process.ts";
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
min_free = 0
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
const AGING = /"(fetchedAt|checkedAt|storedAt)":(\d+)/g;
/** After which a sweep takes a process that gave no sign for dead. */
const DEAD_AFTER_S = 61;

/** The built app in a Splunk home of its own, with a cache that is soon full. */
export class Installation {
  readonly command: CommandLine;
  readonly #home = mkdtempSync(join(tmpdir(), "getimage-soak-"));
  readonly #app = join(this.#home, "etc", "apps", APP_ID);
  readonly #layout = layoutOf(join(this.#home, "var", "run", APP_ID, "cache"));

  constructor(servers: Servers) {
    const temporary = join(this.#home, "tmp");
    mkdirSync(temporary);
    // A copy: whoever builds meanwhile must not pull the program from under the searches.
    cpSync(buildApp(), this.#app, { recursive: true });
    mkdirSync(join(this.#app, "local"), { recursive: true });
    const stanzas = servers.names.map((name) => `[server:${name}]\nurl = ${servers.baseOf(name)}\n`);
    writeFileSync(join(this.#app, "local", "getimage.conf"), LIMITS + stanzas.join(""));
    this.command = {
      program: [join(this.#app, "bin", "getimage")],
      env: { SPLUNK_HOME: this.#home, PATH: "/usr/bin:/bin", TMPDIR: temporary },
    };
  }

  /** The file that Splunk Web would hand out under an address. */
  fileBehind(link: string): string {
    return join(this.#app, "appserver", "static", "cache", link.slice(STATIC_CACHE_URL.length));
  }

  /** What the cache holds, as its limits count it. */
  measure(): { readonly bytes: number; readonly files: number } {
    let [bytes, files] = [0, 0];
    for (const entry of SHARDS.flatMap((shard) => listShard(this.#layout.shard(shard)))) {
      bytes += entry.bytes;
      files += entry.files;
    }
    return { bytes, files };
  }

  /** Makes all that the cache holds older; no search may run meanwhile. */
  age(seconds: number): void {
    for (const file of globSync(`${this.#layout.root}/??/*.{json,failure}`)) {
      const aged = readFileSync(file, "utf8").replace(
        AGING,
        (_, name: string, at: string) => `"${name}":${Number(at) - 1_000 * seconds}`,
      );
      const { mtimeMs } = statSync(file);
      writeFileSync(file, aged);
      utimesSync(file, mtimeMs / 1_000 - seconds, mtimeMs / 1_000 - seconds);
    }
  }

  /** Sweeps as an admin does, at a time when all processes that died are known to be dead. @returns whether it went well */
  sweep(): boolean {
    const longAgo = Date.now() / 1_000 - DEAD_AFTER_S;
    for (const name of this.workspaces()) utimesSync(join(this.#layout.temporary, name), longAgo, longAgo);
    const [file, ...flags] = this.command.program;
    const { status } = spawnSync(file, [...flags, "cache", "sweep"], { env: { ...this.command.env }, stdio: "ignore" });
    return status === 0;
  }

  workspaces(): string[] {
    return namesIn(this.#layout.temporary);
  }

  locks(): string[] {
    return namesIn(this.#layout.locks);
  }

  remove(): void {
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 3 });
  }
}

function buildApp(): string {
  const project = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  if (process.env["GETIMAGE_TESTS_USE_DIST"] !== "1") {
    const { status } = spawnSync(process.execPath, [project("scripts/build.ts")], { stdio: "inherit" });
    if (status !== 0) process.exit(1);
  }
  return project(`dist/${APP_ID}`);
}

/** None for a folder that is not there. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
