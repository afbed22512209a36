import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { noise } from "./noise.ts";
import { sample } from "./samples.ts";

/** What a server that works sends. */
export const PICTURE = noise(4_000, "picture");
const GZIPPED = gzipSync(PICTURE);
const HALF = 2_000;
const PNG = readFileSync(sample("rx_weiss_small.png"));
const LOGIN = readFileSync(sample("rx_dubois_login.jpg"));
const TRUNCATED = readFileSync(sample("rx_mbeki_truncated.jpg"));

/** One request, and how to answer it. */
export type Visit = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** How often this path was asked for, this time included. */
  readonly nth: number;
  /** Whether the connection has served a request before. */
  readonly isReused: boolean;
  /** Resolves when the test lets the answers go that wait for it. */
  readonly held: Promise<void>;
};
type Behaviour = (visit: Visit) => void;
type Group = Readonly<Record<string, Behaviour>>;

/** The connection breaks before there is an answer. */
const CONNECT = {
  "reset before the head": ({ socket }) => socket.resetAndDestroy(),
  "closed before the head": ({ socket }) => socket.destroy(),
  "reset when reused": ({ socket, response, isReused }) =>
    isReused ? socket.resetAndDestroy() : response.end(PICTURE),
  silent: () => {},
} satisfies Group;

/** Heads that are no HTTP, that never end, or that tell something else than 200. A number such as "404" is a status. */
const HEADERS = {
  "ok after early hints": ({ response }) => response.writeEarlyHints({ link: "</a>" }, () => response.end(PICTURE)),
  "not HTTP": ({ socket }) => raw(socket, "SSH-2.0-OpenSSH_9.2\r\n"),
  "garbage status line": ({ socket }) => raw(socket, "HTTP/1.1 OK twohundred\r\n\r\n"),
  "garbage length": ({ socket }) => raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
  "two lengths": ({ socket }) =>
    raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Length: 4000\r\n\r\n", PICTURE),
  "endless head": ({ socket }) => raw(socket, `HTTP/1.1 200 OK\r\nX-Long: ${"x".repeat(100_000)}\r\n\r\n`, PICTURE),
  "head cut short": ({ socket }) => raw(socket, "HTTP/1.1 200 OK\r\nContent-Le"),
  "unwanted upgrade": ({ socket }) => raw(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
  "slow head": ({ socket, response }) => {
    socket.write("HTTP/1.1 200 OK\r\nX-Slow: ");
    each(response, 20, () => socket.write("x"));
  },
  "304 when it is known": ({ request, response }) =>
    request.headers["if-none-match"] === '"v1"'
      ? response.writeHead(304, { "Cache-Control": "max-age=60" }).end()
      : response.writeHead(200, { ETag: '"v1"' }).end(PICTURE),
  "503 then ok": ({ response, nth }) => (nth === 1 ? response.writeHead(503).end() : response.end(PICTURE)),
  "503 then ok after a second": ({ response, nth }) =>
    nth === 1 ? response.writeHead(503, { "Retry-After": "1" }).end() : response.end(PICTURE),
  "503 for two seconds": ({ response }) => response.writeHead(503, { "Retry-After": "2" }).end(),
  "503 for long": ({ response }) => response.writeHead(503, { "Retry-After": "120" }).end(),
  "401 with a challenge": ({ response }) => response.writeHead(401, { "WWW-Authenticate": "Basic realm=x" }).end(),
  "404 with a page": ({ response }) => response.writeHead(404).end("<h1>Not Found</h1>"),
  "404 with a long page": ({ response }) => response.writeHead(404).end("no ".repeat(200_000)),
  "404 whose page never ends": ({ response }) => response.writeHead(404).write("no "),
  "429 with Retry-After": ({ response }) => response.writeHead(429, { "Retry-After": "1" }).end(),
  "redirect to nowhere": ({ response }) => response.writeHead(302, { Location: "http://[nowhere" }).end(),
  "redirect without address": ({ response }) => response.writeHead(302).end(),
  "redirect to itself": redirect("redirect to itself"),
  "redirect 1": redirect("ok"),
  "redirect 2": redirect("redirect 1"),
  "redirect 3": redirect("redirect 2"),
  "redirect 4": redirect("redirect 3"),
} satisfies Group;

/** Bodies that end early, late or never, and codings that nobody asked for. */
const BODY = {
  ok: ({ response }) => response.end(PICTURE),
  "ok without length": ({ socket }) => raw(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", PICTURE),
  "ok of HTTP 1.0": ({ socket }) => raw(socket, "HTTP/1.0 200 OK\r\n\r\n", PICTURE),
  "ok when let go": ({ response, held }) => void held.then(() => response.end(PICTURE)),
  "ok in small pieces": ({ response }) => {
    let sent = 0;
    response.writeHead(200, { "Content-Length": PICTURE.byteLength });
    each(response, 50, () => {
      response.write(PICTURE.subarray(sent, sent + 250));
      sent += 250;
      if (sent === PICTURE.byteLength) response.end();
    });
  },
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
  "reset in the body": ({ response, socket }) =>
    response
      .writeHead(200, { "Content-Length": 4_000 })
      .write(PICTURE.subarray(0, HALF), () => socket.resetAndDestroy()),
  "garbage chunk": ({ socket }) => raw(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", PICTURE),
  "longer than its length": ({ socket }) => {
    socket.write(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${HALF}\r\n\r\n`), PICTURE]));
  },
  "too large by its length": ({ response }) => response.writeHead(200, { "Content-Length": 2 ** 40 }).flushHeaders(),
  "too large without length": ({ response }) => each(response, 1, () => response.write(PICTURE)),
} satisfies Group;

/** Whole bodies with a 200 that are no good picture all the same. */
const CONTENT = {
  empty: ({ response }) => response.end(),
  "good picture": ({ response }) => response.writeHead(200, { "Content-Type": "image/png" }).end(PNG),
  "picture as text/html": ({ response }) => response.writeHead(200, { "Content-Type": "text/html" }).end(PNG),
  "login page": ({ response }) => response.writeHead(200, { "Content-Type": "image/jpeg" }).end(LOGIN),
  "text.tiff": ({ response }) => response.writeHead(200, { "Content-Type": "image/tiff" }).end("file not found"),
  "half a picture": ({ response }) => response.end(TRUNCATED),
  "zeros in place of a picture": ({ response }) => response.end(Buffer.alloc(4_000)),
  "first line of a PDF": ({ response }) => response.end("%PDF-1.7\n"),
} satisfies Group;

/** Ways in which a server answers, most of them wrong. The last segment of a path names one. */
const BEHAVIOURS = { ...CONNECT, ...HEADERS, ...BODY, ...CONTENT };

export type FaultName = keyof typeof BEHAVIOURS;

/** What a name stands for; a status such as "404" is answered with just that, and so is what nobody knows. */
export function behaviourOf(name: string): Behaviour {
  const known: Group = BEHAVIOURS;
  const status = /^\d+$/.test(name) ? Number(name) : 404;
  return known[name] ?? (({ response }) => response.writeHead(status).end());
}

function redirect(to: string): Behaviour {
  return ({ response }) => response.writeHead(302, { Location: encodeURIComponent(to) }).end("moved");
}

function raw(socket: Socket, head: string, body = Buffer.alloc(0)): void {
  socket.end(Buffer.concat([Buffer.from(head), body]));
}

function each(response: ServerResponse, ms: number, work: () => void): void {
  const timer = setInterval(work, ms);
  response.once("close", () => clearInterval(timer));
}
