import assert from "node:assert/strict";
import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundle } from "../../scripts/bundle.ts";
import type { AskedSecrets } from "../helpers/ask-secrets.ts";
import { PROJECT } from "../helpers/samples.ts";
import { ADMIN_SESSION, APP, startSplunkdRest, USER_SESSION } from "../helpers/splunkd-rest.ts";
import { type Ending, tempFolder } from "../helpers/temp-folder.ts";
import { makeSplunkdCa, withoutOpenssl } from "../helpers/tls.ts";

const SOURCE = fileURLToPath(new URL("../helpers/ask-secrets.ts", import.meta.url));

/** A folder in which somebody left settings for every program that reads `.env`. */
function hostileFolder(ending: Ending): string {
  const folder = tempFolder(ending);
  writeFileSync(join(folder, ".env"), "PLANTED=1\nLOG_LEVEL=ALL\nNODE_TLS_REJECT_UNAUTHORIZED=0\n");
  return folder;
}

/** The folder of the program as it would be shipped; no package lies beside or above it. */
async function bundled(ending: Ending): Promise<string> {
  const folder = tempFolder(ending);
  await bundle([SOURCE], folder);
  return folder;
}

test("the bundle leaves the SDK's own transport out, and what that one needs", async (t) => {
  const folder = await bundled(t);
  const code = globSync("**/*.mjs", { cwd: folder }).map((file) => readFileSync(join(folder, file), "utf8"));
  assert.match(code.join(), /storage\/passwords/);
  assert.doesNotMatch(code.join(), /needle|dotenv|elementtree|rejectUnauthorized ?: false/);
});

test("the trap works: the SDK's own index reads .env of the current folder", (t) => {
  const load = `require(${JSON.stringify(join(PROJECT, "node_modules/splunk-sdk"))}); process.env.PLANTED`;
  const { stdout } = spawnSync(process.execPath, ["--print", load], { cwd: hostileFolder(t), encoding: "utf8" });
  assert.equal(stdout, "1\n");
});

suite("a program that reads secrets", { skip: withoutOpenssl }, () => {
  for (const [form, level] of [
    ["source", "ALL"],
    ["source", "4"],
    ["source", undefined],
    ["bundle", "ALL"],
    ["bundle", undefined],
  ] as const) {
    test(`as ${form}, with LOG_LEVEL ${level}, reads no .env, prints nothing, keeps its environment and ends`, async (t) => {
      const ca = makeSplunkdCa(t);
      const certificate = ca.issue();
      const splunkd = await startSplunkdRest(t, { certificate, secrets: { "getimage:xray:": "s3cret" } });
      const broken = await startSplunkdRest(t, {
        certificate,
        instead: (_, response) => response.writeHead(500, { "Content-Type": "application/json" }).end("{"),
      });
      const access = {
        splunkdUri: splunkd.uri,
        sessionKey: ADMIN_SESSION,
        app: APP,
        caFile: ca.file,
        caSetting: "[splunkd] ca_file in getimage.conf",
      };
      const accesses = [
        access,
        { ...access, sessionKey: USER_SESSION },
        { ...access, sessionKey: "stale" },
        { ...access, splunkdUri: broken.uri },
      ];

      // A proxy of the environment would be asked, and nobody listens there.
      const env = {
        ...process.env,
        NODE_USE_ENV_PROXY: "1",
        HTTPS_PROXY: "http://127.0.0.1:9",
        LOG_LEVEL: level,
      };
      const program = form === "source" ? SOURCE : join(await bundled(t), "ask-secrets.mjs");
      const child = fork(program, [JSON.stringify(accesses), "xray"], { cwd: hostileFolder(t), env, silent: true });
      assert.ok(child.stdout && child.stderr);
      const told: AskedSecrets[] = [];
      child.on("message", (message: AskedSecrets) => told.push(message));
      const ended = Promise.all([once(child, "exit"), once(child, "disconnect")]);
      const printed = await Promise.all([text(child.stdout), text(child.stderr)]);
      const [[code]] = await ended;
      assert.deepEqual([code, printed, told.length], [0, ["", ""], 1]);
      const [{ answers, environment }] = told as [AskedSecrets];
      assert.deepEqual(
        answers.map((answer) => /s3cret|401|403|500/.exec(answer)?.[0]),
        ["s3cret", "403", "401", "500"],
      );
      assert.deepEqual(environment.after, environment.before);
      assert.deepEqual([environment.after["PLANTED"], environment.after["LOG_LEVEL"]], [undefined, level]);
    });
  }
});
