import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { errorText } from "../../base/error-text.ts";
import { listenOnLoopback } from "../loopback.ts";

/** A request of a browser. */
export type WebRequest = {
  readonly method: string;
  /** Path with its query, as it was asked for, and the path alone. */
  readonly address: string;
  readonly path: string;
  readonly port: number;
  readonly incoming: IncomingMessage;
  /** Aborted when the server is closed. */
  readonly ending: AbortSignal;
};

/** Answers a request, or leaves it to the next. @returns whether it has answered */
export type Route = (request: WebRequest, response: ServerResponse) => boolean | Promise<boolean>;

export type WebServer = { readonly port: number; readonly close: () => Promise<void> };

/**
 * A web server on loopback, which asks one route after the other.
 * @param failed called with what went wrong inside of a route
 */
export async function startWebServer(
  routes: readonly Route[],
  { port: wanted = 0, failed = () => {} }: { readonly port?: number; readonly failed?: (text: string) => void } = {},
): Promise<WebServer> {
  const ending = new AbortController();
  const running = new Set<Promise<void>>();
  let port = wanted;
  const server = createServer((incoming, response) => {
    const address = incoming.url ?? "/";
    const path = URL.parse(address, "http://splunk")?.pathname ?? "";
    const request = { method: incoming.method ?? "", address, path, port, incoming, ending: ending.signal };
    const answered = answer(routes, request, response).catch((thrown) => {
      failed(errorText(thrown));
      if (!response.headersSent) reply(response, 500, "text/plain; charset=utf-8", errorText(thrown));
      else response.destroy();
    });
    running.add(answered);
    void answered.finally(() => running.delete(answered));
  });
  const listening = await listenOnLoopback(server, wanted);
  port = listening.port;
  return {
    port,
    async close() {
      ending.abort();
      await listening.close();
      await Promise.all(running);
    },
  };
}

async function answer(routes: readonly Route[], request: WebRequest, response: ServerResponse): Promise<void> {
  for (const route of routes) if (await route(request, response)) return;
  notFound(response);
}

export function notFound(response: ServerResponse): true {
  return reply(response, 404, "text/plain; charset=utf-8", "not found");
}

export function reply(response: ServerResponse, status: number, type: string, body: string | Buffer): true {
  response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
  return true;
}
