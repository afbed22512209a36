import { createServer, type OutgoingHttpHeaders } from "node:http";
import { onLoopback } from "./on-loopback.ts";
import type { Ending } from "./temp-folder.ts";

/** What the server has under a name, and how it answers. */
export type Shelf = {
  readonly body: Buffer;
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  /** Cuts the connection in place of an answer. */
  readonly isDown?: boolean;
};

/** An image server whose pictures change, and that knows when a copy is still the same. */
export type PictureServer = {
  readonly base: string;
  readonly put: (name: string, shelf: Shelf) => void;
  /** Requests since the last call: name, status, and whether bytes were sent. */
  readonly asked: () => readonly string[];
};

export async function startPictureServer(ending: Ending): Promise<PictureServer> {
  const shelves = new Map<string, Shelf>();
  let asked: string[] = [];
  const server = createServer((request, response) => {
    const name = decodeURIComponent(request.url ?? "").replace(/^\/rx\//, "");
    const { body, status = 200, headers = {}, isDown } = shelves.get(name) ?? { body: Buffer.alloc(0), status: 404 };
    if (isDown) {
      asked.push(`${name} cut`);
      request.socket.destroy();
      return;
    }
    const etag = headers["ETag"];
    const date = headers["Last-Modified"];
    const isSame =
      status === 200 &&
      ((etag !== undefined && request.headers["if-none-match"] === etag) ||
        (date !== undefined && request.headers["if-modified-since"] === date));
    asked.push(`${name} ${isSame ? 304 : status}`);
    if (isSame) response.writeHead(304, headers).end();
    else response.writeHead(status, { ...headers, "Content-Length": body.byteLength }).end(body);
  });
  const port = await onLoopback(ending, server);
  return {
    base: `http://127.0.0.1:${port}/rx`,
    put: (name, shelf) => shelves.set(name, shelf),
    asked() {
      const before = asked;
      asked = [];
      return before;
    },
  };
}
