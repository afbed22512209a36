import { dirname, extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { SearchInfo } from "../chunked/metadata.ts";
import { serve } from "../chunked/serve.ts";
import { STATIC_CACHE_URL } from "../contract.ts";
import type { Answer } from "../getimage/answer.ts";
import { Session } from "../getimage/session.ts";
import { readSettings, type Settings } from "../getimage/settings.ts";
import { errorText } from "../lib/error-text.ts";
import { withoutCredentials } from "../lib/redact.ts";
import { readAppConf } from "../splunk/app-conf.ts";
import { LOG_LEVELS, type Log, openLog } from "../splunk/log.ts";
import { type Paths, pathsFor } from "../splunk/paths.ts";
import type { Places } from "./world.ts";

/**
 * The search command as splunkd starts it, the protocol on stdin and stdout. Flags are for runs without Splunk:
 * `--app` names the app folder whose settings count, `--var` where to write when SPLUNK_HOME is not set.
 */
const SIGNAL_EXIT = 128;
const SHUTDOWN_MS = 900;

const { values: flags } = parseArgs({ options: { app: { type: "string" }, var: { type: "string" } } });
const paths = pathsFor(
  flags.app ? resolve(flags.app) : appFolder(),
  process.env["SPLUNK_HOME"],
  flags.var ? resolve(flags.var) : undefined,
);
const stop = new AbortController();
const started = performance.now();
let log: Log = openLog({ folder: paths.log, file: "getimage.log", level: "INFO", maxBytes: 25e6, keep: 5 });
let current: { info: SearchInfo; settings: Settings; places: Places } | undefined;
let closeWorld: () => void = () => {};
let bytes = 0;
let signalExit: number | undefined;
let isFinishing = false;

const session = new Session({
  readSettings: () => readSettings(readAppConf(paths.app, "getimage")),
  shortcutUrl: (settings) => placesFor(paths, settings).shortcutUrl,
  began(info, settings) {
    current = { info, settings, places: placesFor(paths, settings) };
    const level = LOG_LEVELS.find((name) => name.toLowerCase() === settings.log.level) ?? "INFO";
    const { max_bytes: maxBytes, keep } = settings.log;
    log = openLog({ folder: paths.log, file: "getimage.log", level, maxBytes, keep });
  },
  async openWorld(search, settings) {
    const { openWorld } = await import("./world.ts");
    const world = openWorld({
      search,
      settings,
      places: placesFor(paths, settings),
      // The child is the sibling of this program, in the source tree as in the bundle.
      decoderProgram: new URL(`./decoder${extname(fileURLToPath(import.meta.url))}`, import.meta.url),
      signal: stop.signal,
      warn(text) {
        session.notice("WARN", `getimage: ${text}`);
        log("WARN", "publish", { sid: current?.info.sid, text });
      },
    });
    closeWorld = world.close;
    return world;
  },
  answered: logPicture,
});

for (const [signal, number] of [
  ["SIGTERM", 15],
  ["SIGINT", 2],
] as const) {
  process.once(signal, () => {
    signalExit = SIGNAL_EXIT + number;
    cancel(signalExit);
    process.stdin.destroy();
  });
}

process.once("uncaughtException", (thrown) => {
  log("ERROR", "crash", { sid: current?.info.sid, text: thrown.stack ?? errorText(thrown) });
  process.exit(1);
});

try {
  const ended = await serve({
    input: process.stdin,
    output: process.stdout,
    command: session,
    cancelled: () => cancel(0),
  });
  await finish(ended ? 0 : 1);
} catch (thrown) {
  log("ERROR", "protocol", { sid: current?.info.sid, text: errorText(thrown) });
  await finish(1);
}

// Running work sees the abort and removes its files; what hangs all the same, such as a reply that nobody reads, ends
// with the time that is left to it.
function cancel(exitCode: number): void {
  stop.abort();
  setTimeout(() => finish(exitCode), SHUTDOWN_MS).unref();
}

async function finish(exitCode: number): Promise<void> {
  if (isFinishing) return;
  isFinishing = true;
  closeWorld();
  const counts = session.command?.counts;
  if (counts && current && counts.rows > 0) {
    const { info, settings, places } = current;
    const errors = Object.fromEntries(
      [...counts.errors].map(([code, count]) => [`error_${code.replaceAll("-", "_")}`, count]),
    );
    log("INFO", "search", {
      sid: info.sid,
      user: info.username,
      rows: counts.rows,
      hits: counts.hits,
      misses: counts.misses,
      errors: [...counts.errors.values()].reduce((sum, count) => sum + count, 0),
      ...errors,
      bytes,
      ms: Math.round(performance.now() - started),
      cancelled: stop.signal.aborted || undefined,
    });
    // A search that touched no picture, such as one that only explains, leaves the cache alone.
    if (counts.hits + counts.misses + counts.errors.size > 0) await sweep(settings, places);
  }
  process.exit(signalExit ?? exitCode);
}

async function sweep(settings: Settings, places: Places): Promise<void> {
  try {
    const { sweepSlice } = await import("../cache/sweep.ts");
    const linkAge = settings.cache.link_seconds;
    const maxAge = Math.max(settings.image.cache, linkAge);
    const deleted = sweepSlice({
      cacheFolder: places.cache,
      publicFolder: places.staticCache,
      maxAge,
      linkAge,
      now: Date.now,
    });
    if (deleted > 0) log("INFO", "sweep", { deleted });
  } catch (thrown) {
    log("WARN", "sweep", { text: errorText(thrown) });
  }
}

function logPicture({ done }: Answer, value: string): void {
  if (!done) return;
  const { outcome, ms } = done;
  const sid = current?.info.sid;
  const user = current?.info.username;
  if (!outcome.ok) {
    const { error, source } = outcome.error;
    log("WARN", "picture", {
      sid,
      user,
      name: withoutCredentials(value),
      code: error.code,
      status: error.httpStatus,
      ms,
      text: error.text,
    });
    bytes += source?.bytes ?? 0;
    return;
  }
  const { cache, entry } = outcome.value;
  const { source, width, height, pages } = entry;
  if (cache !== "hit") bytes += source.bytes;
  const { host, pathname } = new URL(source.url);
  const facts = { status: source.status, bytes: source.bytes, format: source.format, width, height, pages };
  log(cache === "hit" ? "DEBUG" : "INFO", "picture", {
    sid,
    user,
    name: withoutCredentials(value),
    host,
    path: pathname,
    cache,
    ...facts,
    ms,
  });
}

function placesFor({ cache, staticCache }: Paths, settings: Settings): Places {
  const url = settings.serve.static_url === "" ? STATIC_CACHE_URL : settings.serve.static_url;
  return {
    cache: settings.cache.folder === "" ? cache : resolve(settings.cache.folder),
    staticCache: settings.serve.static_folder === "" ? staticCache : resolve(settings.serve.static_folder),
    shortcutUrl: url.endsWith("/") ? url : `${url}/`,
  };
}

/** Bundled in `<app>/linux_x86_64/bin`, in the source tree `src/cli` beside `app`. */
function appFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return import.meta.url.endsWith(".mjs") ? resolve(here, "../..") : resolve(here, "../../app");
}
