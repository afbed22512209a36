import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { basename, extname, join } from "node:path";
import { text } from "node:stream/consumers";
import { errorText } from "../../src/base/error-text.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { PROJECT } from "../helpers/samples.ts";
import type { Ending } from "../helpers/temp-folder.ts";
import { type Cell, numberOf, type Table } from "./spl/rows.ts";
import { runSpl, type Source } from "./spl/run.ts";
import { type Range, timeOf } from "./spl/time.ts";

export type StandInOptions = {
  /** Where the bundled page lies. */
  readonly page: string;
  /** Definitions of macros by their names. */
  readonly macros: ReadonlyMap<string, string>;
  readonly source: Source;
  /** Views that the app does not ship, as XML by their names. */
  readonly views?: ReadonlyMap<string, string>;
  /** Searches wait for it; absent: for nothing. */
  readonly held?: Promise<void>;
  /** What the image endpoint answers to the address of a picture. */
  readonly picture: (
    path: string,
  ) => Promise<{ status: number; headers: Readonly<Record<string, string>>; body: Buffer }>;
};

export type StandIn = {
  readonly url: string;
  /** Searches that could not be run, with the cause. */
  readonly faults: readonly string[];
  /** All searches that were asked for, macros filled in. */
  readonly searches: readonly string[];
};

/** As Splunk sends it with a dashboard of Studio while external content is restricted, which is its default. */
const CSP = "img-src 'self' data: blob:";
const TYPES: Readonly<Record<string, string>> = { ".js": "text/javascript", ".css": "text/css", ".xml": "text/xml" };

type Job = { readonly table: Table; readonly range: Range };

/** Splunk Web and splunkd as far as a dashboard of Studio asks them: the page, its searches, and pictures. */
export async function startStandIn(ending: Ending, options: StandInOptions): Promise<StandIn> {
  const jobs = new Map<string, Job>();
  const known = new Map<string, Promise<Table>>();
  let sids = 0;
  const faults: string[] = [];
  const searches: string[] = [];
  const now = Date.now() / 1000;

  const run = async (search: string, range: Range, base?: Table): Promise<Table> => {
    try {
      const spl = filled(search, options.macros);
      searches.push(spl);
      return await runSpl(spl, range, options.source, base);
    } catch (thrown) {
      faults.push(`${errorText(thrown)}, in: ${search}`);
      return { columns: [], rows: [] };
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const form = new URLSearchParams(request.method === "POST" ? await text(request) : url.search);
    const path = url.pathname;
    if (path.includes("/splunkd/__raw/services/rx_image_review_app/image/")) {
      const { status, headers, body } = await options.picture(path + url.search);
      response.writeHead(status, headers).end(body);
    } else if (path === "/app/search/search" || path === "/favicon.ico") {
      // A click has led there.
      response.writeHead(200, { "Content-Type": "text/html" }).end("");
    } else if (path.startsWith("/en-US/app/")) {
      response.writeHead(200, { "Content-Type": "text/html", "Content-Security-Policy": CSP }).end(PAGE);
    } else if (path.startsWith("/views/")) {
      const name = basename(path, ".xml");
      const own = options.views?.get(name);
      if (own !== undefined) response.writeHead(200, { "Content-Type": "text/xml; charset=utf-8" }).end(own);
      else sendFile(response, join(PROJECT, "app/default/data/ui/views", `${name}.xml`));
    } else if (path.startsWith("/page/")) {
      sendFile(response, join(options.page, path.slice("/page/".length)));
    } else if (request.method === "POST" && path.endsWith("/search/jobs")) {
      const range = {
        earliest: timeOf(form.get("earliest_time") ?? "", now, now - 7 * 86_400),
        latest: timeOf(form.get("latest_time") ?? "", now, now),
      };
      const search = form.get("search") ?? "";
      // Panels that ask for the same share one run, as splunkd lets them.
      const key = JSON.stringify([search, range]);
      const table = known.get(key) ?? run(search, range);
      known.set(key, table);
      const sid = `sid${++sids}`;
      await options.held;
      jobs.set(sid, { table: await table, range });
      send(response, 201, { sid });
    } else if (path.endsWith("/search/jobs")) {
      const entry = form.getAll("id").flatMap((sid) => (jobs.has(sid) ? [statusOf(sid, jobs.get(sid)?.table)] : []));
      send(response, 200, { entry });
    } else if (/\/results(_preview)?$/.test(path)) {
      const job = jobs.get(path.split("/").at(-2) ?? "");
      if (!job) return send(response, 404, { messages: [{ type: "FATAL", text: "Unknown sid." }] });
      const chained = form.get("search") ?? "";
      const table = chained === "" ? job.table : await run(chained, job.range, job.table);
      send(response, 200, columnsOf(table, Number(form.get("offset") ?? 0), Number(form.get("count") ?? 0)));
    } else if (path.endsWith("/control")) {
      send(response, 200, { messages: [] });
    } else if (path.endsWith("/authentication/current-context")) {
      send(response, 200, { entry: [{ name: "context", content: { username: "admin", capabilities: ["search"] } }] });
    } else if (path.endsWith("/data/ui/times")) {
      send(response, 200, { entry: [] });
    } else {
      faults.push(`nobody answers ${request.method} ${path}`);
      send(response, 404, { messages: [] });
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      faults.push(errorText(thrown));
      response.destroy();
    });
  });
  const port = await onLoopback(ending, server);
  return { url: `http://127.0.0.1:${port}`, faults, searches };
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

function filled(search: string, macros: ReadonlyMap<string, string>): string {
  return search.replace(/`(\w+)`/g, (_, name: string) => {
    const definition = macros.get(name);
    if (definition === undefined) throw new Error(`no macro ${name}`);
    return definition;
  });
}

function sendFile(response: ServerResponse, file: string): void {
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "Content-Type": `${type}; charset=utf-8` }).end(readFileSync(file));
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function statusOf(sid: string, table: Table | undefined): object {
  const count = table?.rows.length ?? 0;
  const state = { dispatchState: "DONE", doneProgress: 1, isDone: true, isFailed: false, isFinalized: false };
  const content = { sid, ...state, isPaused: false, isRealTimeSearch: false, messages: [], ttl: 600 };
  return {
    id: sid,
    name: sid,
    content: { ...content, resultCount: count, eventCount: count, scanCount: count, runDuration: 1 },
  };
}

function columnsOf({ columns, rows }: Table, offset: number, count: number): object {
  const shown = rows.slice(offset, count > 0 ? offset + count : undefined);
  return {
    preview: false,
    fields: columns.map((name) => ({ name })),
    columns: columns.map((name) => shown.map((row) => shownCell(name, row.get(name)))),
    messages: [],
  };
}

function shownCell(name: string, cell: Cell): unknown {
  const seconds = numberOf(cell);
  if (name === "_time" && seconds !== undefined) return new Date(seconds * 1000).toISOString();
  return cell ?? null;
}
