import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { deadPort } from "../../src/stand-in/image-server.ts";
import { startFaultServer } from "./fault-server.ts";
import { type Ending, tempFolder } from "./temp-folder.ts";
import { selfSigned } from "./tls.ts";

export type Faulty = {
  readonly origin: string;
  /** Vouches for its certificate. */
  readonly caFile?: string;
  /** Resolves at its first call; absent where it hears of none. */
  readonly called?: Promise<void>;
};
/** As the kernel writes that state of a connection. */
const SYN_SENT = "02";

type Start = (ending: Ending) => Promise<Faulty | undefined>;

/** Servers with which nobody comes to talk; undefined where this system lets no such server be. */
export const CONNECT_FAULTS = {
  "refused port": async () => ({ origin: `http://127.0.0.1:${await deadPort()}` }),
  "name that nobody knows": async () => ({ origin: "http://nope.invalid" }),
  "call that nobody takes": startDeafServer,
  "call that is ended at once": (ending) => listen(ending, "http", (socket) => socket.destroy()),
  "call that is reset at once": (ending) => listen(ending, "http", (socket) => socket.resetAndDestroy()),
  "TLS that never says hello": (ending) => listen(ending, "https", () => {}),
  "TLS that is ended at once": (ending) => listen(ending, "https", (socket) => socket.destroy()),
  "noise in place of TLS": (ending) => listen(ending, "https", (socket) => socket.end("220 smtp.example ESMTP\r\n")),
  "HTTP in place of TLS": async (ending) => ({
    origin: (await startFaultServer(ending)).origin.replace("http:", "https:"),
  }),
  "certificate of nobody": async (ending) => {
    const { origin } = await startFaultServer(ending, selfSigned(tempFolder(ending), "IP:127.0.0.1"));
    return { origin };
  },
  "certificate of another": async (ending) => {
    const certificate = selfSigned(tempFolder(ending), "DNS:other.example");
    const { origin } = await startFaultServer(ending, certificate);
    return { origin, caFile: certificate.certFile };
  },
} satisfies Record<string, Start>;

async function listen(ending: Ending, scheme: string, called: (socket: Socket) => void): Promise<Faulty> {
  const sockets = new Set<Socket>();
  const first = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    called(socket);
    first.resolve();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ending.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  // listen() on a host gives an AddressInfo; only pipes have a text.
  return { origin: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`, called: first.promise };
}

// A stopped process whose queue of callers is full; some systems let callers through all the same.
async function startDeafServer(ending: Ending): Promise<Faulty | undefined> {
  const program = `const s = require("net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () =>
    process.stdout.write(String(s.address().port)))`;
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  ending.after(() => void child.kill("SIGKILL"));
  const [port] = await once(child.stdout, "data");
  child.kill("SIGSTOP");
  for (let caller = 0; caller < 20; caller++) {
    const socket = connect(Number(port), "127.0.0.1").on("error", () => {});
    ending.after(() => void socket.destroy());
    let isTaken = false;
    socket.once("connect", () => {
      isTaken = true;
    });
    while (!isTaken) {
      if (isCalledAgain(Number(port))) return { origin: `http://127.0.0.1:${port}` };
      await pause(50);
    }
  }
  return undefined;
}

/** Whether the kernel had to repeat a call to a port of loopback, because nobody took it. */
function isCalledAgain(port: number): boolean {
  const to = `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readFileSync("/proc/net/tcp", "latin1")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .some(
      ([, , remote, state, , , repeats = "0"]) => remote === to && state === SYN_SENT && Number(`0x${repeats}`) > 0,
    );
}
