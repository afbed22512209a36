import type { Server } from "node:http";
import { listenOnLoopback } from "../../src/stand-in/loopback.ts";
import type { Ending } from "./temp-folder.ts";

/** Lets a server listen on a free port of loopback until the test ends, and tells the port. */
export async function onLoopback(ending: Ending, server: Server): Promise<number> {
  const { port, close } = await listenOnLoopback(server);
  ending.after(close);
  return port;
}
