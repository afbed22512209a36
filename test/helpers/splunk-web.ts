import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { APP_ID } from "../../src/pictures/contract.ts";
import type { SplunkdStore, StoreReply } from "../../src/stand-in/splunkd/store.ts";
import { onLoopback } from "./on-loopback.ts";
import type { Ending } from "./temp-folder.ts";

export type SplunkWebOptions = {
  /** Folder of the built app. */
  readonly app: string;
  readonly store: SplunkdStore;
  readonly theme?: "light" | "dark";
};

const ROOT = "/proxy/en-US";
const SPLUNKD = `${ROOT}/splunkd/__raw/servicesNS/nobody/${APP_ID}/`;
const STATIC = `${ROOT}/static/app/${APP_ID}/`;
const FORM_KEY = "form-key-of-this-session";
const TYPES: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css" };

/**
 * Splunk Web as far as a dashboard with a script of its own meets it: behind a root of its own and a locale, with a
 * module loader, `splunkjs/mvc` whose service asks splunkd, and rules of style that pages must stand.
 * @returns the address of a view of the app
 */
export async function startSplunkWeb(ending: Ending, options: SplunkWebOptions): Promise<(view: string) => string> {
  const { app, store, theme = "light" } = options;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://splunk");
    const [status, type, body] = pathname.startsWith(SPLUNKD)
      ? json(await askStore(request, store))
      : page(pathname, app, theme);
    response.writeHead(status, { "Content-Type": `${type}; charset=UTF-8` });
    response.end(body);
  });
  const port = await onLoopback(ending, server);
  return (view) => `http://127.0.0.1:${port}${ROOT}/app/${APP_ID}/${view}`;
}

type Page = readonly [status: number, type: string, body: string];

function json([status, body]: StoreReply): Page {
  return [status, "application/json", JSON.stringify(body)];
}

function page(pathname: string, app: string, theme: string): Page {
  if (pathname.startsWith(STATIC)) {
    const name = pathname.slice(STATIC.length);
    const body = readFileSync(join(app, "appserver", "static", name), "utf8");
    return [200, TYPES[name.split(".").at(-1) ?? ""] ?? "text/plain", body];
  }
  const view = new RegExp(`^${ROOT}/app/${APP_ID}/(\\w+)$`).exec(pathname)?.[1];
  if (view)
    return [200, "text/html", dashboard(readFileSync(join(app, `default/data/ui/views/${view}.xml`), "utf8"), theme)];
  if (pathname === `${ROOT}/app/${APP_ID}/`) return [200, "text/html", "<h1>The app's first page</h1>"];
  return [404, "text/plain", "not found"];
}

async function askStore(request: IncomingMessage, store: SplunkdStore): Promise<StoreReply> {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://splunk");
  const isRead = request.method === "GET";
  if (!isRead && request.headers["x-splunk-form-key"] !== FORM_KEY) return [401, {}];
  return store.answer({
    method: request.method ?? "",
    path: pathname.slice(SPLUNKD.length).split("/").map(decodeURIComponent),
    query: searchParams,
    form: new URLSearchParams(isRead ? "" : await text(request)),
  });
}

/** A Simple XML dashboard with one html panel, which Splunk Web shows without the scripts in it. */
function dashboard(xml: string, theme: string): string {
  const attribute = (name: string): string => new RegExp(`<dashboard[^>]* ${name}="([^"]+)"`).exec(xml)?.[1] ?? "";
  const [, label = ""] = /<label>(.*?)<\/label>/s.exec(xml) ?? [];
  const [, panel = ""] = /<html>(.*?)<\/html>/s.exec(xml) ?? [];
  return `<!doctype html><html lang="en"><head><title>${label}</title><style>${STYLE}</style>
    <link rel="stylesheet" href="${STATIC}${attribute("stylesheet")}"></head><body class="${theme}">
    <header>splunk&gt;</header><main><h1>${label}</h1><div class="panel">${panel}</div></main>
    <script>${LOADER}</script><script src="${STATIC}${attribute("script")}"></script></body></html>`;
}

// What Splunk Web's own rules do to plain elements, roughly, so that a page which leans on a browser's own would show it.
const STYLE = `
  body { margin: 0; background: #f2f4f5; color: #3c444d; font: 14px "Splunk Platform Sans", "DejaVu Sans", Arial, sans-serif; }
  body.dark { background: #0b0c0e; color: #c3cbd4; }
  header { padding: 12px 20px; background: #171d21; color: #fff; }
  main { padding: 20px; }
  h1 { font-size: 24px; margin: 0 0 16px; }
  .panel { padding: 12px; background: #fff; }
  .dark .panel { background: #171d21; }
  input, textarea, select { width: 206px; height: 20px; margin-bottom: 10px; font-size: 12px; box-shadow: inset 0 1px 1px #ccc; }
  label { display: inline; float: left; width: 140px; text-align: right; }
  table { width: auto; border-collapse: separate; } td, th { padding: 1px; } dt { font-weight: bold; } dd { margin-left: 10px; }
  p { margin: 0 0 10px; } code { padding: 2px 4px; color: #d14; background: #f7f7f9; }
`;

const LOADER = `
  const service = ({ owner, app }) => ({
    request(path, method, query, post, body, headers, callback) {
      const url = "${ROOT}/splunkd/__raw/servicesNS/" + owner + "/" + app + "/" + path + "?" + new URLSearchParams(query);
      const sent = { ...headers, "X-Splunk-Form-Key": "${FORM_KEY}" };
      fetch(url, { method, headers: sent, body: method === "GET" ? undefined : body }).then(async (response) => {
        const answer = { status: response.status, data: await response.json() };
        response.ok ? callback(null, answer) : callback(answer);
      }, () => callback({ status: 600 }));
    },
  });
  const modules = { "splunkjs/mvc": { createService: service }, "splunkjs/mvc/simplexml/ready!": undefined };
  window.require = (names, loaded) => setTimeout(() => loaded(...names.map((name) => {
    if (!(name in modules)) throw new Error("no module " + name);
    return modules[name];
  })), 20);
`;
