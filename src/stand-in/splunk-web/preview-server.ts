import { APP_ID } from "../../pictures/contract.ts";
import type { HandlerPool } from "../splunkd/handler-pool.ts";
import type { Searches } from "../splunkd/searches.ts";
import type { AppViews } from "./app-views.ts";
import { refusalOf, SAFE_HEADERS } from "./request-guard.ts";
import { files, pictures } from "./routes.ts";
import { streamSearch } from "./search-stream.ts";
import { type About, PREVIEW_FILES, shellOf } from "./shell.ts";
import type { ViewModel } from "./views/view-model.ts";
import { notFound, type Route, reply, startWebServer } from "./web-server.ts";

export type PreviewOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly app: AppViews;
  /** Folder of the app's appserver/static, as it is shipped. */
  readonly shipped: string;
  /** Folder of the preview's own scripts and styles. */
  readonly own: string;
  readonly searches: Searches;
  readonly endpoint: HandlerPool;
  readonly about: Pick<About, "log" | "records" | "imageServers">;
  /** Session that pictures are asked for with. */
  readonly session: { readonly sessionKey: string; readonly splunkdUri: string };
};

export type PreviewServer = { readonly address: string; readonly close: () => Promise<void> };

const VIEWS = `/en-US/app/${APP_ID}/`;

/** Serves the app's views on loopback, at the addresses that Splunk Web gives them. */
export async function startPreviewServer(options: PreviewOptions): Promise<PreviewServer> {
  const { app, shipped, own, endpoint, session, searches } = options;
  const routes: readonly Route[] = [
    guard,
    async ({ method, path, incoming, ending }, response) => {
      if (method !== "POST") return false;
      if (path !== "/preview/search") return notFound(response);
      await streamSearch(incoming, response, searches, ending);
      return true;
    },
    pictures((request) => endpoint.ask({ ...request, ...session })),
    ({ path }, response) => {
      if (path !== "/" && path !== VIEWS) return false;
      response.writeHead(302, { Location: VIEWS + app.first }).end();
      return true;
    },
    files(`${PREVIEW_FILES}/`, own),
    files(`/en-US/static/app/${APP_ID}/`, shipped),
    files(`/static/app/${APP_ID}/`, shipped),
    ({ path }, response) => {
      if (!path.startsWith("/en-US/app/")) return false;
      const view = app.views.get(path.startsWith(VIEWS) ? path.slice(VIEWS.length) : "");
      const page = shellOf(view ?? nowhere(path), aboutOf(options));
      return reply(response, view ? 200 : 404, "text/html; charset=utf-8", page);
    },
  ];
  const { port, close } = await startWebServer(routes, { port: options.port });
  return { address: `http://127.0.0.1:${port}/`, close };
}

const guard: Route = ({ method, port, incoming }, response) => {
  for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
  const refused = refusalOf({ method, headers: incoming.headers }, port);
  return refused !== undefined && reply(response, refused.status, "text/plain; charset=utf-8", refused.text);
};

function aboutOf({ app, about }: PreviewOptions): About {
  const menu = app.menu.map((name) => {
    const view = app.views.get(name);
    return { view: name, label: view?.label ?? name, href: VIEWS + name, isDrawn: view?.kind === "simple" };
  });
  return { ...about, appLabel: app.label, menu };
}

function nowhere(path: string): ViewModel {
  const reason = `There is nothing at ${path.slice(0, 200)}. The menu above has all views.`;
  return { kind: "undrawn", name: "", label: "Not found", description: "", reason };
}
