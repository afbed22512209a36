import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Ending } from "./temp-folder.ts";
import type { Certificate } from "./tls.ts";

/** What a server that works sends. */
export const PICTURE = randomBytes(4_000);
const GZIPPED = gzipSync(PICTURE);
const HALF = 2_000;

type Visit = {
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** How often this path was asked for, this time included. */
  readonly nth: number;
  /** Whether the connection has served a request before. */
  readonly isReused: boolean;
};
type Behaviour = (visit: Visit) => void;

/** Ways in which a server answers, most of them wrong. The last segment of a path names one. */
export const BEHAVIOURS = {
  ok: ({ response }) => response.end(PICTURE),
  "ok without length": ({ socket }) => raw(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", PICTURE),
  "ok of HTTP 1.0": ({ socket }) => raw(socket, "HTTP/1.0 200 OK\r\n\r\n", PICTURE),
  "ok after early hints": ({ response }) => response.writeEarlyHints({ link: "</a>" }, () => response.end(PICTURE)),
  "ok after a moment": ({ response }) => later(response, 60, () => response.end(PICTURE)),
  "ok in small pieces": ({ response }) => {
    let sent = 0;
    response.writeHead(200, { "Content-Length": PICTURE.byteLength });
    each(response, 50, () => {
      response.write(PICTURE.subarray(sent, sent + 250));
      sent += 250;
      if (sent === PICTURE.byteLength) response.end();
    });
  },
  empty: ({ response }) => response.end(),
  "honest gzip": ({ response }) => response.writeHead(200, { "Content-Encoding": "gzip" }).end(GZIPPED),
  "gzip bomb": ({ response }) =>
    response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(Buffer.alloc(20 * 2 ** 20))),
  "brotli too": ({ response }) =>
    response.writeHead(200, { "Content-Encoding": "br" }).end(brotliCompressSync(PICTURE)),
  "unheard-of coding": ({ response }) => response.writeHead(200, { "Content-Encoding": "__proto__" }).end(PICTURE),
  "damaged gzip": ({ response }) =>
    response.writeHead(200, { "Content-Encoding": "gzip" }).end(Buffer.from(GZIPPED).fill(0xff, 20, 400)),
  "truncated gzip": ({ response }) =>
    response.writeHead(200, { "Content-Encoding": "gzip", "Content-Length": HALF }).end(GZIPPED.subarray(0, HALF)),

  "reset before the head": ({ socket }) => socket.resetAndDestroy(),
  "closed before the head": ({ socket }) => socket.destroy(),
  "reset when reused": ({ socket, response, isReused }) =>
    isReused ? socket.resetAndDestroy() : response.end(PICTURE),
  "not HTTP": ({ socket }) => raw(socket, "SSH-2.0-OpenSSH_9.2\r\n"),
  "garbage status line": ({ socket }) => raw(socket, "HTTP/1.1 OK twohundred\r\n\r\n"),
  "garbage length": ({ socket }) => raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
  "two lengths": ({ socket }) =>
    raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Length: 4000\r\n\r\n", PICTURE),
  "endless head": ({ socket }) => raw(socket, `HTTP/1.1 200 OK\r\nX-Long: ${"x".repeat(100_000)}\r\n\r\n`, PICTURE),
  "unwanted upgrade": ({ socket }) => raw(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),

  silent: () => {},
  "slow head": ({ socket, response }) => {
    socket.write("HTTP/1.1 200 OK\r\nX-Slow: ");
    each(response, 20, () => socket.write("x"));
  },
  "body that never begins": ({ response }) => response.writeHead(200, { "Content-Length": 4_000 }).flushHeaders(),
  "stalled body": ({ response }) =>
    response.writeHead(200, { "Content-Length": 4_000 }).write(PICTURE.subarray(0, HALF)),
  "dripping body": ({ response }) => {
    response.writeHead(200, { "Content-Length": 4_000 });
    each(response, 20, () => response.write("x"));
  },
  "truncated by its length": ({ response, socket }) =>
    response.writeHead(200, { "Content-Length": 4_000 }).write(PICTURE.subarray(0, HALF), () => socket.destroy()),
  "truncated by its chunks": ({ response, socket }) =>
    response.writeHead(200).write(PICTURE.subarray(0, HALF), () => socket.destroy()),
  "longer than its length": ({ socket }) => {
    socket.write(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${HALF}\r\n\r\n`), PICTURE]));
  },
  "too large by its length": ({ response }) => response.writeHead(200, { "Content-Length": 2 ** 40 }).flushHeaders(),
  "too large without length": ({ response }) => each(response, 1, () => response.write(PICTURE)),

  "503 then ok": ({ response, nth }) => (nth === 1 ? response.writeHead(503).end() : response.end(PICTURE)),
  "503 then ok after a second": ({ response, nth }) =>
    nth === 1 ? response.writeHead(503, { "Retry-After": "1" }).end() : response.end(PICTURE),
  "503 for two seconds": ({ response }) => response.writeHead(503, { "Retry-After": "2" }).end(),
  "503 for long": ({ response }) => response.writeHead(503, { "Retry-After": "120" }).end(),
  "503 after a moment": ({ response }) => later(response, 60, () => response.writeHead(503).end()),
  "404 with a page": ({ response }) => response.writeHead(404).end("<h1>Not Found</h1>"),
  "404 with a long page": ({ response }) => response.writeHead(404).end("no ".repeat(200_000)),
  "redirect to nowhere": ({ response }) => response.writeHead(302, { Location: "http://[nowhere" }).end(),
  "redirect without address": ({ response }) => response.writeHead(302).end(),
  "redirect to itself": redirect("redirect to itself"),
  "redirect 1": redirect("ok"),
  "redirect 2": redirect("redirect 1"),
  "redirect 3": redirect("redirect 2"),
  "redirect 4": redirect("redirect 3"),
} satisfies Record<string, Behaviour>;

export type FaultName = keyof typeof BEHAVIOURS;

export type FaultServer = {
  readonly origin: string;
  /** Below `/pictures/`; a status such as "404" answers with just that. */
  readonly url: (behaviour: FaultName | `${number}`) => URL;
  /** What was asked for, in order. */
  readonly asked: () => readonly string[];
  /** Resolves when that many requests have come. */
  readonly haveCome: (requests: number) => Promise<void>;
  readonly connections: () => number;
  /** The most requests that waited for their answer at one time. */
  readonly mostAtOnce: () => number;
};

/** A real server on loopback with faults on demand. `redirect` in a query sends on to the address it gives. */
export async function startFaultServer(ending: Ending, certificate?: Certificate): Promise<FaultServer> {
  const asked: string[] = [];
  const used = new WeakSet<Socket>();
  let connections = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const name = decodeURIComponent(pathname.slice(pathname.lastIndexOf("/") + 1));
    asked.push(name);
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    response.once("close", () => atOnce--);
    const { socket } = request;
    const visit = { response, socket, nth: asked.filter((other) => other === name).length, isReused: used.has(socket) };
    used.add(socket);
    const to = searchParams.get("redirect");
    if (to !== null) response.writeHead(302, { Location: to }).end();
    else if (/^\d+$/.test(name)) response.writeHead(Number(name)).end();
    else behaviourOf(name)(visit);
  };
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections++;
    sockets.add(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ending.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  // listen() on a host gives an AddressInfo; only pipes have a text.
  const origin = `${certificate ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: (behaviour) => new URL(`/pictures/${encodeURIComponent(behaviour)}`, origin),
    asked: () => asked,
    async haveCome(requests) {
      while (asked.length < requests) await once(server, "request");
    },
    connections: () => connections,
    mostAtOnce: () => mostAtOnce,
  };
}

function behaviourOf(name: string): Behaviour {
  const known: Readonly<Record<string, Behaviour>> = BEHAVIOURS;
  return known[name] ?? (({ response }) => response.writeHead(404).end());
}

function redirect(to: string): Behaviour {
  return ({ response }) => response.writeHead(302, { Location: encodeURIComponent(to) }).end("moved");
}

function raw(socket: Socket, head: string, body = Buffer.alloc(0)): void {
  socket.end(Buffer.concat([Buffer.from(head), body]));
}

function later(response: ServerResponse, ms: number, work: () => void): void {
  const timer = setTimeout(work, ms);
  response.once("close", () => clearTimeout(timer));
}

function each(response: ServerResponse, ms: number, work: () => void): void {
  const timer = setInterval(work, ms);
  response.once("close", () => clearInterval(timer));
}
