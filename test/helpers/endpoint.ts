import { type BrowserReply, HandlerProcess } from "../../src/stand-in/splunkd/handler-process.ts";
import { runSearch, type SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, type InstalledApp, installApp } from "./installed-app.ts";
import { ADMIN_SESSION, type SplunkdRest, type SplunkdRestOptions, startSplunkdRest } from "./splunkd-rest.ts";
import { type Ending, tempFolder } from "./temp-folder.ts";

export type OpenedEndpoint = {
  readonly app: InstalledApp;
  readonly host: HandlerProcess;
  readonly splunkd: SplunkdRest;
  /** A search over names in the column `image_file`, by an admin unless another session is given. */
  readonly search: (base: string, names: readonly string[], ...options: string[]) => Promise<SearchResult>;
  readonly ask: (
    path: string,
    request?: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly sessionKey?: string;
      readonly method?: string;
    },
  ) => Promise<BrowserReply>;
};

/** The built app under `serve = rest`: its search command, and one process of its endpoint. */
export async function openEndpoint(
  ending: Ending,
  conf: string,
  rest: SplunkdRestOptions = {},
): Promise<OpenedEndpoint> {
  const splunkd = await startSplunkdRest(ending, rest);
  const app = installApp(tempFolder(ending), `${conf}[serve]\nserve = rest\n`);
  const host = new HandlerProcess(app.endpoint);
  ending.after(() => {
    host.process.kill("SIGKILL");
  });
  return {
    app,
    host,
    splunkd,
    search: (base, names, ...options) =>
      runSearch(csvOf("image_file", names), {
        command: app.command,
        args: ["image_file", base, ...options],
        searchInfo: { session_key: ADMIN_SESSION, splunkd_uri: splunkd.uri },
      }),
    async ask(path, { headers = {}, sessionKey = ADMIN_SESSION, method = "GET" } = {}) {
      const reply = await host.ask({
        path,
        method,
        headers: Object.entries(headers),
        user: sessionKey === ADMIN_SESSION ? "admin" : "alice",
        sessionKey,
        splunkdUri: splunkd.uri,
      });
      if (!reply) throw new Error(`the endpoint ended without a reply: ${host.stderr}`);
      return reply;
    },
  };
}
