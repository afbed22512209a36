import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Ending } from "./temp-folder.ts";

/** Lets a server listen on a free port of loopback until the test ends, and tells the port. */
export async function onLoopback(ending: Ending, server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ending.after(() => {
    server.close();
    server.closeAllConnections();
  });
  // listen() on a host gives an AddressInfo; only pipes have a text.
  return (server.address() as AddressInfo).port;
}
