import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that listens. Closing it cuts whoever is connected. */
export type Listening = { readonly port: number; readonly close: () => Promise<void> };

/** Lets a server listen on loopback, where this machine alone reaches it. @param port 0 takes a free one */
export async function listenOnLoopback(server: Server, port = 0): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    // listen() on a host gives an AddressInfo; only pipes have a text.
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
