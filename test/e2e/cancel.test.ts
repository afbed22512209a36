import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { encodeFrame } from "../../src/splunk/chunked/frame.ts";
import { getInfo, type SearchProcess } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, installApp, startCommand } from "../helpers/installed-app.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** A search that is cancelled while its downloads run: the program ends at once and leaves nothing behind. */
let arrived = 0;
let gone = 0;
const server = createServer((request, response) => {
  arrived++;
  request.socket.once("close", () => gone++);
  // A picture that begins and never ends, fast enough for every clock.
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
    test(`${name} while downloads run (finished: ${finished}) ends the program at once, downloads aborted`, async (t) => {
      const app = installApp(tempFolder(t), `[server:slow]\nurl = ${URL_BASE}\n`);
      const splunkd = startCommand(t, app);
      await splunkd.request(getInfo(["image_file", URL_BASE]));
      [arrived, gone] = [0, 0];
      const names = Array.from({ length: 20 }, (_, index) => `${index}.jpg`);
      const reply = splunkd.request({ action: "execute", finished }, csvOf("image_file", names));
      while (arrived < 8 || app.temporaryFiles().length < 9) await pause(20);
      // Longer than the program takes an end of input for one that came with the rows.
      await pause(150);
      const cancelledAt = performance.now();
      end(splunkd);
      const { code } = await splunkd.exit;
      const ms = performance.now() - cancelledAt;
      assert.equal(code, exitCode);
      assert.ok(ms < 2_000, `${Math.round(ms)} ms`);
      assert.deepEqual(app.temporaryFiles(), []);
      assert.equal(arrived, 8, "waiting downloads were never begun");
      while (gone < 8) await pause(10);
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
  // Until the pipe is full; then the program waits for a reader.
  await pause(400);
  splunkd.close();
  const exited = await Promise.race([once(splunkd.process, "exit"), pause(5_000, "still there")]);
  assert.notEqual(exited, "still there");
});
