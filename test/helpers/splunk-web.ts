import { readFileSync } from "node:fs";
import { join } from "node:path";
import { APP_ID } from "../../src/pictures/contract.ts";
import { files, splunkd } from "../../src/stand-in/splunk-web/routes.ts";
import { type Route, reply, startWebServer } from "../../src/stand-in/splunk-web/web-server.ts";
import type { SplunkdStore } from "../../src/stand-in/splunkd/store.ts";
import type { Ending } from "./temp-folder.ts";

export type SplunkWebOptions = {
  /** Folder of the built app. */
  readonly app: string;
  readonly store: SplunkdStore;
  readonly theme?: "light" | "dark";
};

const ROOT = "/proxy/en-US";
const STATIC = `${ROOT}/static/app/${APP_ID}/`;
const FORM_KEY = "form-key-of-this-session";

/**
 * Splunk Web as far as a dashboard with a script of its own meets it: behind a root of its own and a locale, with a
 * module loader, `splunkjs/mvc` whose service asks splunkd, and rules of style that pages must stand.
 * @returns the address of a view of the app
 */
export async function startSplunkWeb(ending: Ending, options: SplunkWebOptions): Promise<(view: string) => string> {
  const { app, store, theme = "light" } = options;
  const page: Route = ({ path }, response) => {
    const view = new RegExp(`^${ROOT}/app/${APP_ID}/(\\w*)$`).exec(path)?.[1];
    if (view === undefined) return false;
    const xml = view === "" ? "" : readFileSync(join(app, `default/data/ui/views/${view}.xml`), "utf8");
    return reply(response, 200, "text/html", view === "" ? "<h1>The app's first page</h1>" : dashboard(xml, theme));
  };
  const routes = [
    splunkd(ROOT, (request) => store.answer(request), FORM_KEY),
    files(STATIC, join(app, "appserver", "static")),
    page,
  ];
  const { port, close } = await startWebServer(routes);
  ending.after(close);
  return (view) => `http://127.0.0.1:${port}${ROOT}/app/${APP_ID}/${view}`;
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
