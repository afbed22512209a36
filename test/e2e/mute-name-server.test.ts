import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { getInfo, SearchProcess } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, installApp } from "../helpers/installed-app.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** A name server that takes questions and answers none; its address is seen by the command alone. */
const ADDRESS = "127.0.77.53";
const OWN_RESOLVER = 'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"';

type MuteNameServer = {
  /** Resolves at the first question. */
  readonly asked: Promise<unknown>;
  /** All of them, without the numbers that tell one and the same question apart from its repetition. */
  readonly questions: () => readonly string[];
};

async function muteNameServer(t: TestContext): Promise<MuteNameServer | undefined> {
  const socket = createSocket("udp4");
  const bound = new Promise((resolve) => {
    socket.once("listening", () => resolve(true));
    socket.once("error", () => resolve(false));
  });
  socket.bind(53, ADDRESS);
  const canMount = spawnSync("unshare", ["-m", "true"]).status === 0;
  if (!(await bound) || !canMount) {
    t.skip("only root may have a name server and a resolv.conf of its own");
    return undefined;
  }
  t.after(() => socket.close());
  const questions: string[] = [];
  socket.on("message", (message) => questions.push(message.toString("hex", 2)));
  return { asked: once(socket, "message"), questions: () => questions };
}

test("a search that is cancelled does not wait for a name server that does not answer", async (t) => {
  const server = await muteNameServer(t);
  if (!server) return;
  const folder = tempFolder(t);
  const resolver = join(folder, "resolv.conf");
  writeFileSync(resolver, `nameserver ${ADDRESS}\n`);
  const app = installApp(folder, "[server:a]\nurl = http://img.example/rx\n");
  const { program, env } = app.command;
  const splunkd = new SearchProcess({
    program: ["unshare", "-m", "sh", "-c", OWN_RESOLVER, "sh", resolver, ...program],
    // A resolver that asks again only after half a minute: who waits for it is seen by that.
    env: { ...env, RES_OPTIONS: "timeout:30 attempts:5" },
  });
  t.after(() => {
    splunkd.process.kill("SIGKILL");
  });
  await splunkd.request(getInfo(["image_file", "http://img.example/rx"]));
  const reply = splunkd.request({ action: "execute", finished: false }, csvOf("image_file", ["a.tif", "b.tif"]));
  await server.asked;
  splunkd.close();
  await splunkd.exit;
  const questions = server.questions();
  assert.equal(new Set(questions).size, questions.length, "the resolver did not come to ask again");
  await reply;
  assert.deepEqual(app.temporaryFiles(), []);
});
