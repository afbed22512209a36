import { createReadStream, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { join, normalize } from "node:path";
import { listenOnLoopback } from "./loopback.ts";

export type ImageServer = {
  readonly port: number;
  /** Requests that came so far. */
  readonly requests: () => number;
  readonly close: () => Promise<void>;
};

export type ImageServerOptions = {
  readonly folder: string;
  /** Path below which the pictures lie, as in `/icons`. */
  readonly path: string;
  /** File names that are there and that nobody may read. */
  readonly forbidden: readonly string[];
};

/** A small image server on loopback, which stands for the Apache or Tomcat that users have. */
export async function startImageServer({ folder, path, forbidden }: ImageServerOptions): Promise<ImageServer> {
  let requests = 0;
  const refuse = (response: ServerResponse, status: number): void => {
    response.writeHead(status, { "Content-Type": "text/plain" });
    response.end();
  };
  const server = createServer((request, response) => {
    requests++;
    const name = decoded(new URL(request.url ?? "/", "http://localhost").pathname);
    if (request.method !== "GET" || !name.startsWith(`${path}/`)) return refuse(response, 404);
    const file = join(folder, normalize(name.slice(path.length)));
    if (forbidden.some((refused) => file === join(folder, refused))) return refuse(response, 403);
    const stat = file.startsWith(join(folder, "/")) ? statSync(file, { throwIfNoEntry: false }) : undefined;
    if (!stat?.isFile()) return refuse(response, 404);
    response.writeHead(200, { "Content-Length": stat.size, "Last-Modified": stat.mtime.toUTCString() });
    createReadStream(file).pipe(response);
  });
  const { port, close } = await listenOnLoopback(server);
  return { port, requests: () => requests, close };
}

/** A port on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = await startImageServer({ folder: "/", path: "/", forbidden: [] });
  await server.close();
  return server.port;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
