import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { errorText } from "../../base/error-text.ts";
import { APP_ID, ENDPOINT_URL } from "../../pictures/contract.ts";
import type { PictureDesk } from "../splunkd/handler-pool.ts";
import type { Searches } from "../splunkd/searches.ts";
import type { AppViews } from "./app-views.ts";
import { refusalOf, SAFE_HEADERS } from "./request-guard.ts";
import { streamSearch } from "./search-stream.ts";
import { type About, PREVIEW_FILES, shellOf } from "./shell.ts";
import { staticFile } from "./static-files.ts";
import type { ViewModel } from "./views/view-model.ts";

export type PreviewOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly app: AppViews;
  /** Folder of the app's appserver/static, as it is shipped. */
  readonly shipped: string;
  /** Folder of the preview's own scripts and styles. */
  readonly own: string;
  readonly searches: Searches;
  readonly pictures: PictureDesk;
  readonly about: Pick<About, "log" | "records" | "imageServers">;
  /** Session that pictures are asked for with. */
  readonly session: { readonly sessionKey: string; readonly splunkdUri: string };
};

export type PreviewServer = { readonly address: string; readonly close: () => Promise<void> };

const VIEWS = `/en-US/app/${APP_ID}/`;
const SHIPPED = new RegExp(`^(?:/en-US)?/static/app/${APP_ID}/(.+)$`);

/** Serves the app's views on loopback, at the addresses that Splunk Web gives them. */
export async function startPreviewServer(options: PreviewOptions): Promise<PreviewServer> {
  const ending = new AbortController();
  const running = new Set<Promise<void>>();
  let port = 0;
  const server = createServer((request, response) => {
    const answered = answer(request, response, port, ending.signal, options).catch((thrown) => {
      if (!response.headersSent) reply(response, 500, "text/plain; charset=utf-8", errorText(thrown));
      else response.destroy();
    });
    running.add(answered);
    void answered.finally(() => running.delete(answered));
  });
  port = await listening(server, options.port);
  return {
    address: `http://127.0.0.1:${port}/`,
    async close() {
      ending.abort();
      server.close();
      server.closeAllConnections();
      await Promise.all(running);
    },
  };
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // listen() on a host gives an AddressInfo; only pipes have a text.
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  ending: AbortSignal,
  options: PreviewOptions,
): Promise<void> {
  for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
  const method = request.method ?? "";
  const refused = refusalOf({ method, headers: request.headers }, port);
  if (refused) return reply(response, refused.status, "text/plain; charset=utf-8", refused.text);
  const pathname = URL.parse(request.url ?? "/", "http://preview")?.pathname ?? "";
  if (method === "POST") {
    if (pathname === "/preview/search") return streamSearch(request, response, options.searches, ending);
    return reply(response, 404, "text/plain; charset=utf-8", "not found");
  }
  if (pathname.startsWith(ENDPOINT_URL)) return showPicture(request, response, options);
  if (pathname === "/" || pathname === VIEWS) {
    response.writeHead(302, { Location: VIEWS + options.app.first });
    response.end();
    return;
  }
  const file = pathname.startsWith(`${PREVIEW_FILES}/`)
    ? staticFile(options.own, pathname.slice(PREVIEW_FILES.length + 1))
    : staticFile(options.shipped, SHIPPED.exec(pathname)?.[1] ?? "");
  if (file) return reply(response, 200, file.type, file.body);
  if (!pathname.startsWith("/en-US/app/")) return reply(response, 404, "text/plain; charset=utf-8", "not found");
  const name = pathname.startsWith(VIEWS) ? pathname.slice(VIEWS.length) : "";
  const view = options.app.views.get(name);
  reply(response, view ? 200 : 404, "text/html; charset=utf-8", shellOf(view ?? nowhere(pathname), aboutOf(options)));
}

async function showPicture(
  request: IncomingMessage,
  response: ServerResponse,
  { pictures, session }: PreviewOptions,
): Promise<void> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  const shown = await pictures.ask({ path: request.url ?? "", method: request.method ?? "", headers, ...session });
  if (!shown) return reply(response, 503, "text/plain; charset=utf-8", "the image endpoint ended without a reply");
  response.writeHead(shown.status, { ...shown.headers, "Content-Length": shown.body.byteLength });
  response.end(shown.body);
}

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

function reply(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}
