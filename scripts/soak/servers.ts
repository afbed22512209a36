import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { deadPort } from "../../src/stand-in/image-server.ts";
import { listenOnLoopback } from "../../src/stand-in/loopback.ts";
import { drawPicture, etagOf } from "./pictures.ts";

/** Image servers in all moods, each with the same pictures. */
export type ServerName = keyof typeof MOODS | "dead";
export type Servers = {
  readonly baseOf: (name: ServerName) => string;
  readonly names: readonly ServerName[];
  readonly requests: () => number;
  readonly close: () => Promise<unknown>;
};

type Answer = (response: ServerResponse, picture: Buffer) => unknown;

const FAULTS = {
  slow: async (response, picture) => {
    response.writeHead(200, { "Content-Length": picture.byteLength });
    for (const byte of picture) {
      if (response.closed) return;
      response.write(Buffer.of(byte));
      await pause(50);
    }
  },
  late: (response, picture) => pause(700).then(() => response.end(picture)),
  silent: () => {},
  cut: (response) => response.destroy(),
  reset: ({ socket }) => socket?.resetAndDestroy(),
  truncated: (response, picture) =>
    response
      .writeHead(200, { "Content-Length": picture.byteLength })
      .write(picture.subarray(0, picture.byteLength / 2), () => response.destroy()),
  gone: (response) => response.writeHead(404).end(),
  private: (response) => response.writeHead(403).end(),
  broken: (response) => response.writeHead(500).end("broken"),
  busy: (response) => response.writeHead(503).end("busy"),
  login: (response) => response.writeHead(200, { "Content-Type": "text/html" }).end("<html><body>Log in</body></html>"),
  corrupt: (response, picture) => response.end(Buffer.from(picture).fill(0, 200, 900)),
  half: (response, picture) => response.end(picture.subarray(0, picture.byteLength / 2)),
  loop: (response) => response.writeHead(302, { Location: response.req.url ?? "" }).end(),
  away: (response) => response.writeHead(302, { Location: "http://127.0.0.1:9/elsewhere.png" }).end(),
} satisfies Record<string, Answer>;

type Fault = keyof typeof FAULTS;

/** What is wrong with how many of a hundred pictures. */
const MOODS = {
  good: {},
  flaky: { late: 5, slow: 1, cut: 3, reset: 2, truncated: 3, busy: 3, gone: 5 },
  stern: { gone: 15, private: 10, broken: 5, login: 10, corrupt: 10, half: 5, loop: 5, away: 5 },
  sick: { silent: 40, slow: 30, cut: 10, reset: 10, busy: 10 },
} satisfies Record<string, Partial<Record<Fault, number>>>;

export async function startServers(): Promise<Servers> {
  let requests = 0;
  const bases = new Map<ServerName, string>([["dead", `http://127.0.0.1:${await deadPort()}/rx`]]);
  const closings = await Promise.all(
    Object.entries<Partial<Record<Fault, number>>>(MOODS).map(async ([name, mood]) => {
      const server = createServer((request, response) => {
        requests++;
        void answer(request, response, name, mood);
      });
      const { port, close } = await listenOnLoopback(server);
      // Names come from the table.
      bases.set(name as ServerName, `http://127.0.0.1:${port}/rx`);
      return close;
    }),
  );
  return {
    baseOf: (name) => bases.get(name) ?? "",
    names: [...bases.keys()],
    requests: () => requests,
    close: () => Promise.all(closings.map((close) => close())),
  };
}

async function answer(
  { url = "", headers }: IncomingMessage,
  response: ServerResponse,
  server: string,
  mood: Partial<Record<Fault, number>>,
): Promise<void> {
  const name = decodeURIComponent(url.slice(url.lastIndexOf("/") + 1));
  const fault = faultFor(`${server} ${name}`, mood);
  const ETag = etagOf(name);
  const picture = await drawPicture(name);
  if (fault) await FAULTS[fault](response, picture);
  else if (headers["if-none-match"] === ETag) response.writeHead(304, { ETag }).end();
  else response.writeHead(200, { ETag, "Content-Length": picture.byteLength }).end(picture);
}

/** A picture of a server has the same fault each time. */
function faultFor(picture: string, mood: Partial<Record<Fault, number>>): Fault | undefined {
  let chance = createHash("sha256").update(picture).digest().readUInt16BE() % 100;
  for (const [fault, share] of Object.entries(mood)) {
    chance -= share;
    // The keys of a mood are faults.
    if (chance < 0) return fault as Fault;
  }
  return undefined;
}
