import { createServer as createPlainServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer } from "node:https";
import { listenOnLoopback } from "../loopback.ts";
import { type RestReply, readRestRequest, refusal } from "./rest.ts";
import type { SplunkdStore } from "./store.ts";

/** Who has logged in. */
export type Session = {
  readonly user: string;
  /** What authentication/current-context lists of the user. */
  readonly capabilities: readonly string[];
  /** Whether the user may read storage/passwords. */
  readonly readsPasswords: boolean;
};

export type RestServerOptions = {
  /** By session key. */
  readonly sessions: ReadonlyMap<string, Session>;
  readonly store: SplunkdStore;
  /** As PEM text; without one the answers come over http://. */
  readonly certificate?: { readonly key: string; readonly cert: string };
  /** Answers in place of all the above. */
  readonly instead?: RequestListener;
};

export type RestServer = {
  /** As getinfo names it. */
  readonly uri: string;
  readonly port: number;
  /** Method and path, decoded, of each request so far. */
  readonly asked: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** splunkd's REST side on loopback, as far as the app's programs ask it: who a session is, settings, secrets. */
export async function startRestServer(options: RestServerOptions): Promise<RestServer> {
  const asked: string[] = [];
  const { certificate, instead } = options;
  const answer: RequestListener = async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://splunkd");
    asked.push(`${request.method} ${decodeURIComponent(pathname)}`);
    if (instead) return instead(request, response);
    const key = /^Splunk (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    // splunkd answers in XML unless JSON is asked for.
    const isJson = searchParams.get("output_mode") === "json";
    const [status, json] = isJson ? await replyTo(request, options.sessions.get(key), options.store) : [500, {}];
    response.writeHead(status, { "Content-Type": isJson ? "application/json; charset=UTF-8" : "text/xml" });
    response.end(isJson ? JSON.stringify(json) : "<response/>");
  };
  const server = certificate ? createServer(certificate, answer) : createPlainServer(answer);
  const { port, close } = await listenOnLoopback(server);
  return { uri: `${certificate ? "https" : "http"}://127.0.0.1:${port}`, port, asked: () => asked, close };
}

async function replyTo(
  incoming: IncomingMessage,
  session: Session | undefined,
  store: SplunkdStore,
): Promise<RestReply> {
  if (!session) return refusal(401, "call not properly authenticated", "WARN");
  const request = await readRestRequest(incoming, incoming.url ?? "");
  if (!request) return refusal(404, "Not Found");
  const { user, capabilities, readsPasswords } = session;
  const path = request.path.join("/");
  if (request.namespace === "" && path === "authentication/current-context") {
    const content = { username: user, roles: [user], capabilities };
    return [200, { entry: [{ name: "context", content }], messages: [] }];
  }
  if (path.startsWith("storage/passwords") && !readsPasswords) {
    const text = `You (user=${user}) do not have permission to perform this operation`;
    return refusal(403, `${text} (requires capability: list_storage_passwords).`);
  }
  return store.answer(request);
}
