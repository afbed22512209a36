import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { startImageServer } from "../../src/stand-in/image-server.ts";
import { processesNaming, until } from "../helpers/processes.ts";
import { PROJECT, sample } from "../helpers/samples.ts";
import { type Ending, tempFolder } from "../helpers/temp-folder.ts";

type Started = {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
};

/** Starts what `npm start` or `npm run try` starts, in a group of its own as a terminal does. */
function start(ending: Ending, program: string, ...args: string[]): Started {
  return startUnder({ CI: "" }, ending, program, ...args);
}

function startUnder(env: NodeJS.ProcessEnv, ending: Ending, program: string, ...args: string[]): Started {
  const line = [join(PROJECT, "scripts/with-setup.mjs"), `src/programs/pictures/${program}.ts`, ...args];
  const child = spawn(process.execPath, line, {
    cwd: PROJECT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes: Buffer) => {
      output += bytes.toString("utf8");
    });
  }
  ending.after(() => {
    try {
      process.kill(-(child.pid ?? 0), "SIGKILL");
    } catch {
      // It has ended, with all that it started.
    }
  });
  return { process: child, output: () => output, ended: once(child, "close").then(([code]) => code) };
}

function addressIn({ output }: Started): string {
  return /^Preview: (http:\/\/127\.0\.0\.1:\d+\/) \(Ctrl-C ends it\)$/m.exec(output())?.[1] ?? "";
}

async function served(started: Started): Promise<string> {
  await until("the preview tells its address", () => addressIn(started) !== "" || started.process.exitCode !== null);
  return addressIn(started);
}

async function searchFor(address: string): Promise<string> {
  const response = await fetch(`${address}preview/search`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      search: "`rx_records` | getimage `rx_image_field` `rx_image_server` | table image_status, link",
    }),
  });
  return response.text();
}

/** Programs of this project in a process group; the one that was started is its leader. */
function membersOf({ process: { pid } }: Started): boolean {
  try {
    process.kill(-(pid ?? 0), 0);
    return true;
  } catch {
    return false;
  }
}

for (const [signal, how] of [
  ["SIGINT", "Ctrl-C, which reaches all of its processes"],
  ["SIGTERM", "a signal to it alone"],
] as const) {
  test(`npm start prints its table and serves the views until ${how}`, async (t) => {
    const started = start(t, "start");
    const address = await served(started);
    assert.match(started.output(), /The same search again\.[\s\S]*requests reached the image server/);
    const html = await (await fetch(address)).text();
    assert.match(html, /<h1>Review pictures<\/h1>/);
    const found = await searchFor(address);
    const [link = ""] = /\/en-US\/splunkd[^"]+/.exec(found) ?? [];
    assert.equal((await fetch(new URL(link, address))).status, 200);
    assert.ok(processesNaming("image-endpoint.ts").length > 0);

    process.kill(signal === "SIGINT" ? -(started.process.pid ?? 0) : (started.process.pid ?? 0), signal);
    assert.equal(await started.ended, 0);
    await until("all of its processes have ended", () => !membersOf(started));
    await assert.rejects(fetch(address));
  });
}

test("with CI=true npm start shows the table, serves nothing and ends", async (t) => {
  const started = startUnder({ CI: "true" }, t, "start");
  assert.equal(await started.ended, 0, started.output());
  assert.match(started.output(), /the dashboards are not served/);
  assert.equal(addressIn(started), "");
});

test("npm start -- --once serves nothing and ends by itself", async (t) => {
  const started = start(t, "start", "--once");
  assert.equal(await started.ended, 0);
  assert.doesNotMatch(started.output(), /Preview:/);
  assert.match(started.output(), /Pictures to look at:/);
});

for (const args of [["--port", "99999"], ["--what"], ["--port"]]) {
  test(`npm start -- ${args.join(" ")} says how it is meant`, async (t) => {
    const started = start(t, "start", ...args);
    assert.equal(await started.ended, 2);
    assert.match(started.output(), /usage: npm start -- \[--once\] \[--port N\]/);
  });
}

test("npm run try -- FILE FIELD URL --serve opens one's own records in the same views", async (t) => {
  const folder = tempFolder(t);
  const file = join(folder, "my records.csv");
  copyFileSync(join(PROJECT, "sample_logs/patients.records"), file);
  const images = await startImageServer({ folder: sample("."), path: "/icons", forbidden: [] });
  t.after(images.close);
  const url = `http://127.0.0.1:${images.port}/icons`;
  const started = start(t, "try", file, "image_file", url, "size=100x100", "--serve", "--port", "0");
  const address = await served(started);
  assert.match(started.output(), /The dashboards say for themselves what these would: size=100x100/);
  assert.match(await (await fetch(address)).text(), /Records: <code>my records\.csv<\/code>/);
  const found = await searchFor(address);
  assert.match(found, /"ok","\/en-US\/splunkd/);

  const taken = start(t, "try", file, "image_file", url, "--serve", "--port", new URL(address).port);
  assert.equal(await taken.ended, 2);
  assert.match(taken.output(), /the preview cannot be served: .*EADDRINUSE/);
  process.kill(-(started.process.pid ?? 0), "SIGINT");
  assert.equal(await started.ended, 0);
  await until("all of its processes have ended", () => !membersOf(started));
});
