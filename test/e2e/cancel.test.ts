import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { encodeFrame } from "../../src/splunk/chunked/frame.ts";
import { getInfo, type SearchProcess } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, installApp, startCommand } from "../helpers/installed-app.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { until } from "../helpers/processes.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** A search that is cancelled while its downloads run: the program ends without them and leaves nothing behind. */
let arrived = 0;
let gone = 0;
const server = createServer((request, response) => {
  arrived++;
  request.socket.once("close", () => gone++);
  // A picture that begins and never ends.
  response.writeHead(200, { "Content-Type": "image/jpeg" });
  const timer = setInterval(() => response.write(Buffer.alloc(4_096, 0xff)), 50);
  response.once("close", () => clearInterval(timer));
});
const port = await onLoopback({ after }, server);
const URL_BASE = `http://127.0.0.1:${port}`;

const ENDINGS: readonly (readonly [string, (splunkd: SearchProcess) => void, number])[] = [
  ["closing its input", (splunkd) => splunkd.close(), 0],
  ["SIGTERM", (splunkd) => splunkd.process.kill("SIGTERM"), 143],
  ["SIGINT", (splunkd) => splunkd.process.kill("SIGINT"), 130],
  [
    "closing both its pipes",
    (splunkd) => {
      splunkd.process.stdout?.destroy();
      splunkd.close();
    },
    0,
  ],
];

for (const [name, end, exitCode] of ENDINGS) {
  for (const finished of [true, false]) {
    test(`${name} while downloads run (finished: ${finished}) ends the program, downloads aborted`, async (t) => {
      const app = installApp(tempFolder(t), `[server:slow]\nurl = ${URL_BASE}\n[fetch]\nmin_rate = 0\n`);
      const splunkd = startCommand(t, app);
      await splunkd.request(getInfo(["image_file", URL_BASE]));
      [arrived, gone] = [0, 0];
      const names = Array.from({ length: 20 }, (_, index) => `${index}.jpg`);
      const reply = splunkd.request({ action: "execute", finished }, csvOf("image_file", names));
      await until("eight downloads have their files", () => arrived === 8 && app.temporaryFiles().length === 9);
      end(splunkd);
      assert.equal((await splunkd.exit).code, exitCode);
      assert.deepEqual(app.temporaryFiles(), []);
      assert.equal(arrived, 8, "waiting downloads were never begun");
      await until("the server has lost all of them", () => gone === 8);
      await reply;
      assert.equal(splunkd.stderr, "");
      assert.match(app.log(), /event=search .*error_cancelled=20 .*cancelled=true/);
    });
  }
}

test("a reader that goes away between two chunks ends the program", async (t) => {
  const app = installApp(tempFolder(t), "");
  const splunkd = startCommand(t, app);
  await splunkd.request(getInfo(["image_file", "http://img.example"]));
  splunkd.process.stdout?.destroy();
  splunkd.write(Buffer.from('chunked 1.0,37,0\n{"action":"execute","finished":false}'));
  assert.equal((await splunkd.exit).code, 0);
});

test("a reply that nobody reads does not keep a cancelled program alive", async (t) => {
  const app = installApp(tempFolder(t), "");
  const splunkd = startCommand(t, app);
  await splunkd.request(getInfo(["absent", "http://img.example"]));
  splunkd.process.stdout?.pause();
  const rows = csvOf(
    "image_file",
    Array.from({ length: 100_000 }, (_, row) => `scan-${row}.tif`),
  );
  splunkd.write(Buffer.concat(encodeFrame({ action: "execute", finished: false }, [rows])));
  // The reply has begun, and is larger than any pipe; so the program waits for a reader. Listening on keeps it unread.
  await new Promise<void>((resolve) => splunkd.process.stdout?.on("readable", resolve));
  splunkd.close();
  await once(splunkd.process, "exit");
});
