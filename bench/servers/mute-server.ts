import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

/** Takes connections and never says a word, as a server does whose disk hangs. */
export type MuteServer = { readonly origin: string; readonly connections: () => number; readonly close: () => void };

export async function startMuteServer(): Promise<MuteServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // listen() on a host gives an AddressInfo; only pipes have a text.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    connections: () => connections,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
