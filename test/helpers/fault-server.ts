import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { behaviourOf, type FaultName } from "./server-faults.ts";
import type { Ending } from "./temp-folder.ts";

export type FaultServer = {
  readonly origin: string;
  /** Below `/pictures/`; a status such as "404" answers with just that. */
  readonly url: (behaviour: FaultName | `${number}`) => URL;
  /** What was asked for, in order. */
  readonly asked: () => readonly string[];
  /** Who asked: the headers, and the fingerprint of the client certificate, empty where none was shown. */
  readonly visitors: () => readonly { readonly headers: IncomingHttpHeaders; readonly certificate: string }[];
  /** Resolves when that many requests have come. */
  readonly haveCome: (requests: number) => Promise<void>;
  /** Answers those that wait to be let go, and from now on each at once. */
  readonly letGo: () => void;
  /** Connections that ever were, and those that are open now. */
  readonly connections: () => number;
  readonly open: () => number;
  /** The most requests that waited for their answer at one time. */
  readonly mostAtOnce: () => number;
};

/**
 * A real server on loopback with faults on demand. `redirect` in a query sends on to the address it gives.
 * @param tls makes it an https server
 * @param address where it listens, of 127.0.0.0/8, and on which port, where that matters
 */
export async function startFaultServer(
  ending: Ending,
  tls?: ServerOptions,
  [host, port]: readonly [host: string, port: number] = ["127.0.0.1", 0],
): Promise<FaultServer> {
  const asked: string[] = [];
  const visitors: { headers: IncomingHttpHeaders; certificate: string }[] = [];
  const used = new WeakSet<Socket>();
  let connections = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const held = Promise.withResolvers<void>();
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const name = decodeURIComponent(pathname.slice(pathname.lastIndexOf("/") + 1));
    asked.push(name);
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    response.once("close", () => atOnce--);
    const { socket } = request;
    const shown = socket instanceof TLSSocket ? socket.getPeerCertificate().fingerprint256 : undefined;
    visitors.push({ headers: request.headers, certificate: shown ?? "" });
    const visit = {
      request,
      response,
      socket,
      nth: asked.filter((other) => other === name).length,
      isReused: used.has(socket),
      held: held.promise,
    };
    used.add(socket);
    const to = searchParams.get("redirect");
    if (to !== null) response.writeHead(302, { Location: to }).end();
    else behaviourOf(name)(visit);
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, "listening");
  ending.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  // listen() on a host gives an AddressInfo; only pipes have a text.
  const origin = `${tls ? "https" : "http"}://${host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: (behaviour) => new URL(`/pictures/${encodeURIComponent(behaviour)}`, origin),
    asked: () => asked,
    async haveCome(requests) {
      while (asked.length < requests) await once(server, "request");
    },
    letGo: held.resolve,
    visitors: () => visitors,
    connections: () => connections,
    open: () => sockets.size,
    mostAtOnce: () => mostAtOnce,
  };
}
