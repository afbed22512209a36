import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { files, pictures, splunkd } from "../../src/stand-in/splunk-web/routes.ts";
import { type Route, reply, startWebServer } from "../../src/stand-in/splunk-web/web-server.ts";
import type { BrowserReply, BrowserRequest } from "../../src/stand-in/splunkd/handler-process.ts";
import { type RestReply, type RestRequest, refusal } from "../../src/stand-in/splunkd/rest.ts";
import { SearchJobs } from "../../src/stand-in/splunkd/search-jobs.ts";
import type { Searches } from "../../src/stand-in/splunkd/searches.ts";
import { PROJECT } from "../helpers/samples.ts";
import type { Ending } from "../helpers/temp-folder.ts";

export type StudioWebOptions = {
  /** Where the bundled page lies. */
  readonly page: string;
  readonly searches: Searches;
  /** Views that the app does not ship, as XML by their names. */
  readonly views?: ReadonlyMap<string, string>;
  /** Searches wait for it; absent: for nothing. */
  readonly held?: Promise<void>;
  /** The image endpoint. */
  readonly endpoint: (request: BrowserRequest) => Promise<BrowserReply | undefined>;
};

export type StudioWeb = {
  readonly url: string;
  /** Searches that could not be run, with the cause, and what nobody answered. */
  readonly faults: readonly string[];
  /** All searches that were asked for. */
  readonly searches: readonly string[];
};

/** As Splunk sends it with a dashboard of Studio while external content is restricted, which is its default. */
const CSP = "img-src 'self' data: blob:";

/** Splunk Web and splunkd as far as a dashboard of Studio asks them: the page, its searches, and pictures. */
export async function startStudioWeb(ending: Ending, options: StudioWebOptions): Promise<StudioWeb> {
  const jobs = new SearchJobs(options.searches, options.held);
  const ask = async (request: RestRequest): Promise<RestReply> => {
    const path = request.path.join("/");
    if (path === "authentication/current-context") {
      return [200, { entry: [{ name: "context", content: { username: "admin", capabilities: ["search"] } }] }];
    }
    if (path === "data/ui/times") return [200, { entry: [] }];
    const answered = await jobs.answer(request);
    if (!answered) jobs.faults.push(`nobody answers ${request.method} ${path}`);
    return answered ?? refusal(404, "Not Found");
  };
  const page: Route = ({ path }, response) => {
    if (!path.startsWith("/en-US/app/")) return false;
    response.setHeader("Content-Security-Policy", CSP);
    return reply(response, 200, "text/html", PAGE);
  };
  const view: Route = ({ path }, response) => {
    if (!path.startsWith("/views/")) return false;
    const file = join(PROJECT, "app/default/data/ui/views", basename(path));
    const xml = options.views?.get(basename(path, ".xml")) ?? readFileSync(file, "utf8");
    return reply(response, 200, "text/xml; charset=utf-8", xml);
  };
  // A click has led there.
  const search: Route = ({ path }, response) => path === "/app/search/search" && reply(response, 200, "text/html", "");
  const routes = [
    pictures(options.endpoint),
    splunkd("/en-US", ask),
    page,
    view,
    files("/page/", options.page),
    search,
  ];
  const { port, close } = await startWebServer(routes, { failed: (text) => jobs.faults.push(text) });
  ending.after(close);
  return { url: `http://127.0.0.1:${port}`, faults: jobs.faults, searches: jobs.asked };
}

/** What Splunk Web tells its pages of itself. */
const SPLUNK_WEB = {
  LOCALE: "en-US",
  MRSPARKLE_ROOT_PATH: "/",
  MRSPARKLE_PORT_NUMBER: "8000",
  SPLUNKD_PATH: "/en-US/splunkd/__raw",
  USERNAME: "admin",
  VERSION_LABEL: "10.0.0",
  SERVER_ZONEINFO: "### SERIALIZED TIMEZONE FORMAT 1.0;Y0 NW 55 54 43;$",
};
const PAGE =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><link rel="stylesheet" href="/page/page.css">' +
  `<script>window.$C = ${JSON.stringify(SPLUNK_WEB)}</script>` +
  '<body><script type="module" src="/page/page.js"></script>';
