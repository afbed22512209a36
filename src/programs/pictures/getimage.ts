import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { errorText } from "../../base/error-text.ts";
import { Session } from "../../pictures/command/session.ts";
import { APP_ID, CAPABILITY } from "../../pictures/contract.ts";
import { LOG_FILE } from "../../pictures/log/getimage-log.ts";
import { SearchLog } from "../../pictures/log/search-log.ts";
import { readSettings, type Settings } from "../../pictures/settings/settings.ts";
import type { OpenedWorld } from "../../pictures/wiring/open-world.ts";
import { CA_SETTING, placesFor } from "../../pictures/wiring/places.ts";
import { readAppConf } from "../../splunk/app-conf.ts";
import type { SearchInfo } from "../../splunk/chunked/metadata.ts";
import { serve } from "../../splunk/chunked/serve.ts";
import type { SplunkdAccess } from "../../splunk/service.ts";
import { readFlags } from "./flags.ts";
import { pathsOf } from "./installation.ts";

/**
 * The search command as splunkd starts it, the protocol on stdin and stdout.
 */
const SIGNAL_EXIT = 128;
const SHUTDOWN_MS = 900;

const flags = readFlags();
if (flags.cacheVerb !== undefined) {
  const { runCacheVerb } = await import("./cache-admin.ts");
  process.exit(await runCacheVerb(flags.cacheVerb, pathsOf(flags)));
}
const paths = pathsOf(flags);
const stop = new AbortController();
const log = new SearchLog(paths.log);
let settled: Settings | undefined;
let world: OpenedWorld | undefined;
let signalExit: number | undefined;
let isFinishing = false;

const session = new Session({
  readSettings: () => readSettings(readAppConf(paths.app, "getimage")),
  shortcutUrl: (settings) => placesFor(paths, settings).shortcutUrl,
  async objection(info, settings) {
    // Started by hand there is no Splunk to ask, and nobody but whoever started it.
    if (info.sessionKey === "" || !settings.splunkd.require_capability) return undefined;
    const { capabilityRefusal } = await import("../../splunk/capability.ts");
    const cure = "set [splunkd] ca_file or require_capability of getimage.conf";
    return capabilityRefusal(info.username, accessOf(info, settings), CAPABILITY, cure);
  },
  began(info, settings) {
    settled = settings;
    log.began(info, settings);
  },
  async openWorld(search, settings, info) {
    const [{ openWorld }, { showingFor }, { openSecrets }, { SERVER_SECRETS }] = await Promise.all([
      import("../../pictures/wiring/open-world.ts"),
      import("../../pictures/wiring/showing.ts"),
      import("../../splunk/secrets.ts"),
      import("../../pictures/fetch/identity.ts"),
    ]);
    const places = placesFor(paths, settings);
    world = openWorld({
      search,
      settings,
      secretFor: openSecrets(accessOf(info, settings), SERVER_SECRETS),
      places,
      // The child is the sibling of this program, in the source tree as in the bundle.
      decoderProgram: new URL(`./decoder${extname(fileURLToPath(import.meta.url))}`, import.meta.url),
      signal: stop.signal,
      // A search that only explains leaves the cache alone.
      sweeps: !search.explain,
      warn,
      log: (level, event, fields) => log.event(level, event, fields),
    });
    return { world, showing: showingFor(settings, places, warn) };
  },
  answered: (answer, value) => log.pictures(answer, value),
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
  log.event("ERROR", "crash", { text: thrown.stack ?? errorText(thrown) });
  process.exit(1);
});

try {
  const ended = await serve({
    logFile: LOG_FILE,
    input: process.stdin,
    output: process.stdout,
    command: session,
    cancelled: () => cancel(0),
  });
  await finish(ended ? 0 : 1);
} catch (thrown) {
  log.event("ERROR", "protocol", { text: errorText(thrown) });
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
  if (!stop.signal.aborted) await world?.settled();
  world?.close();
  const counts = session.command?.counts;
  if (counts && settled && counts.rows > 0) {
    log.summary(counts, stop.signal.aborted);
  }
  // A look-up of a name cannot be ended, and an exit waits for it; a cancelled search waits for nobody.
  if (stop.signal.aborted && world?.isResolving()) process.kill(process.pid, "SIGKILL");
  process.exit(signalExit ?? exitCode);
}

function warn(text: string): void {
  session.notice("WARN", `getimage: ${text}`);
  log.event("WARN", "cache", { text });
}

function accessOf({ splunkdUri, sessionKey }: SearchInfo, settings: Settings): SplunkdAccess {
  return { splunkdUri, sessionKey, app: APP_ID, caFile: placesFor(paths, settings).splunkCa, caSetting: CA_SETTING };
}
