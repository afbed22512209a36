import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { LRUCache } from "lru-cache";
import { errorText } from "../../base/error-text.ts";
import { APP_ID, CAPABILITY, ENDPOINT_PATH } from "../../pictures/contract.ts";
import { openGuard } from "../../pictures/endpoint/guard.ts";
import { encodeReply, type Reply, textReply } from "../../pictures/endpoint/reply.ts";
import { respond } from "../../pictures/endpoint/respond.ts";
import { SERVER_SECRETS } from "../../pictures/fetch/identity.ts";
import { EndpointLog } from "../../pictures/log/endpoint-log.ts";
import type { Settings } from "../../pictures/settings/settings.ts";
import { CurrentWorld, type Opened } from "../../pictures/wiring/current-world.ts";
import { CA_SETTING, placesFor } from "../../pictures/wiring/places.ts";
import { capabilityRefusal } from "../../splunk/capability.ts";
import { type EndpointRequest, readRequest } from "../../splunk/persistent/request.ts";
import { servePackets } from "../../splunk/persistent/serve-packets.ts";
import { openSecrets, type SecretReader } from "../../splunk/secrets.ts";
import type { SplunkdAccess } from "../../splunk/service.ts";
import { pathsOf } from "./installation.ts";

/**
 * The image endpoint as splunkd starts it: the protocol of persistent handlers on stdin and stdout, one request after the
 * other, until stdin ends.
 */
const SECRETS_MS = 60_000;
const MOST_SESSIONS = 64;
const HELP = `image-endpoint is started by splunkd, as restmap.conf says, and shows the pictures that links of getimage name.
It reads splunkd's protocol for persistent handlers from its input. To see a picture, open the link of a row in Splunk Web.

  --app FOLDER   app folder whose default/ and local/getimage.conf count
  --var FOLDER   where to write when SPLUNK_HOME is not set
`;

// What splunkd may add to the command line is not ours to judge.
const { values: flags } = parseArgs({
  options: { app: { type: "string" }, var: { type: "string" }, help: { type: "boolean" } },
  strict: false,
  allowPositionals: true,
});
if (flags.help === true || process.stdin.isTTY) {
  process.stderr.write(HELP);
  process.exit(0);
}
const paths = pathsOf({ app: textOf(flags.app), var: textOf(flags.var) });
const log = new EndpointLog(paths.log);
const stop = new AbortController();
/** Who asks now, under which settings; splunkd hands over one request at a time. */
let asking: EndpointRequest | undefined;
let opened: Opened | undefined;

const current = new CurrentWorld({
  paths,
  // The child is the sibling of this program, in the source tree as in the bundle.
  decoderProgram: new URL(`./decoder${extname(fileURLToPath(import.meta.url))}`, import.meta.url),
  signal: stop.signal,
  secretFor,
  warn: (text) => log.event("WARN", "cache", { text }),
  log: (level, event, fields) => log.event(level, event, fields),
});
const objection = openGuard(async (request) => {
  if (!opened) return "expected settings, and there are none";
  const cure = "set [splunkd] ca_file of getimage.conf";
  const refused = await capabilityRefusal(request.user, accessOf(request, opened.settings), CAPABILITY, cure);
  if (refused !== undefined) log.event("WARN", "refused", { user: request.user, text: refused });
  return refused;
});

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => finish(0));
// Nobody reads the replies any more.
process.stdout.on("error", () => finish(0));
process.once("uncaughtException", (thrown) => {
  log.event("ERROR", "crash", { text: thrown.stack ?? errorText(thrown) });
  process.exit(1);
});

try {
  await servePackets({ input: process.stdin, output: process.stdout, answer });
  finish(0);
} catch (thrown) {
  log.event("ERROR", "protocol", { text: errorText(thrown) });
  finish(1);
}

async function answer(block: Buffer): Promise<Buffer> {
  const request = readRequest(block, ENDPOINT_PATH);
  if (!request) return encodeReply(textReply(400, "expected a request as splunkd hands it over"));
  asking = request;
  try {
    return encodeReply(await replyTo(request));
  } catch (thrown) {
    log.event("ERROR", "request", { user: request.user, text: errorText(thrown) });
    return encodeReply(textReply(500, "the picture could not be made; getimage.log tells more"));
  } finally {
    asking = undefined;
  }
}

async function replyTo(request: EndpointRequest): Promise<Reply> {
  const opening = current.open();
  if (!opening.ok) return textReply(500, opening.error);
  opened = opening.value;
  log.settle(opened.settings);
  const started = performance.now();
  return respond(request, {
    ...opened,
    objection,
    answered: (outcome, name, server) =>
      log.picture(request.user, { outcome, name, server, ms: Math.round(performance.now() - started) }),
  });
}

// What a user may not read must not be read with another's rights, so each session has its own.
function secretFor(settings: Settings): SecretReader {
  const readers = new LRUCache<string, SecretReader>({ max: MOST_SESSIONS, ttl: SECRETS_MS });
  return (label) => {
    const access = accessOf(asking, settings);
    const reader = readers.get(access.sessionKey) ?? openSecrets(access, SERVER_SECRETS);
    readers.set(access.sessionKey, reader, { noUpdateTTL: true });
    return reader(label);
  };
}

function accessOf(request: EndpointRequest | undefined, settings: Settings): SplunkdAccess {
  const { splunkdUri = "", sessionKey = "" } = request ?? {};
  return { splunkdUri, sessionKey, app: APP_ID, caFile: placesFor(paths, settings).splunkCa, caSetting: CA_SETTING };
}

function textOf(flag: unknown): string {
  return typeof flag === "string" ? flag : "";
}

function finish(exitCode: number): void {
  stop.abort();
  // A look-up of a name cannot be ended, and an exit waits for it.
  const isResolving = opened?.world.isResolving();
  current.close();
  if (isResolving) process.kill(process.pid, "SIGKILL");
  process.exit(exitCode);
}
