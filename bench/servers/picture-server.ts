import { spawn } from "node:child_process";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { deadPort } from "../../src/stand-in/image-server.ts";
import type { Peers } from "../peers/peers.ts";
import { nginxLine } from "./nginx.ts";

/** Serves the pictures from a process of its own, whose processor time is nobody's that is measured. */
export type PictureServer = {
  readonly what: string;
  readonly origin: string;
  /** Address of the pictures, answered after so many milliseconds: 0, 20 or 100. */
  readonly base: (latency: number) => string;
  /** Requests since the last call. */
  readonly requests: () => number;
  readonly close: () => Promise<void>;
};

const START_MS = 5_000;

/** @param folder for its own files */
export async function startPictureServer(peers: Peers, pictures: string, folder: string): Promise<PictureServer> {
  const port = await deadPort();
  const log = join(folder, "requests.log");
  writeFileSync(log, "");
  const nginx = peers.get("nginx");
  const own = [
    process.execPath,
    fileURLToPath(new URL("slow-server.ts", import.meta.url)),
    pictures,
    String(port),
    log,
  ];
  const [file = "", ...args] = nginx ? nginxLine(nginx.program, join(folder, "nginx"), pictures, port, log) : own;
  const server = spawn(file, args, { stdio: ["ignore", "ignore", "inherit"] });
  // It must not outlive a run that is broken off.
  const kill = (): void => {
    server.kill();
  };
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  await untilListening(port, () => server.exitCode);
  const origin = `http://127.0.0.1:${port}`;
  return {
    what: nginx ? "nginx" : "a small server of our own",
    origin,
    base: (latency) => `${origin}/${latency}`,
    requests() {
      const lines = readFileSync(log, "latin1").split("\n").length - 1;
      truncateSync(log);
      return lines;
    },
    async close() {
      process.off("exit", kill);
      kill();
      await ended;
    },
  };
}

async function untilListening(port: number, exitCode: () => number | null): Promise<void> {
  const until = performance.now() + START_MS;
  while (!(await answers(port))) {
    if (exitCode() !== null || performance.now() > until) throw new Error("the picture server does not start");
    await wait(10);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
