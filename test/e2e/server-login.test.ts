import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { after, suite, type TestContext, test } from "node:test";
import { runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, type InstalledApp, installApp } from "../helpers/installed-app.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { sample } from "../helpers/samples.ts";
import { ADMIN_SESSION, APP, type SplunkdRest, startSplunkdRest, USER_SESSION } from "../helpers/splunkd-rest.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { makeSplunkdCa, withoutOpenssl } from "../helpers/tls.ts";

/** Image servers that want a login, whose secret lies in Splunk. */
const SECRET = "pässword & more";
const PICTURE = readFileSync(sample("pill_novak.png"));

function confOf({ home }: InstalledApp): string {
  return join(home, "etc", "apps", APP, "local", "getimage.conf");
}

function secretsAsked(splunkd: SplunkdRest): number {
  return splunkd.asked().filter((request) => request.includes("storage/passwords")).length;
}

suite("an image server with a login", { skip: withoutOpenssl }, () => {
  const ca = makeSplunkdCa({ after });
  const certificate = ca.issue();

  async function trial(t: TestContext, auth: string) {
    const seen: (string | undefined)[] = [];
    const listener: RequestListener = (request, response) => {
      seen.push(request.headers.authorization ?? String(request.headers["x-image-key"] ?? ""));
      if (seen.at(-1) === "") response.writeHead(401).end();
      else response.end(PICTURE);
    };
    const server = createServer(listener);
    const port = await onLoopback(t, server);
    const base = `http://127.0.0.1:${port}/rx`;
    const splunkd = await startSplunkdRest(t, { certificate, secrets: { "getimage:xray:": SECRET } });
    const app = installApp(
      tempFolder(t),
      `[server:xray]\nurl = ${base}\n${auth}\n[splunkd]\nca_file = ${ca.file}\n[log]\nlevel = debug\n`,
    );
    const ask = (names: readonly string[], session: string) =>
      runSearch(csvOf("image_file", names), {
        command: app.command,
        args: ["image_file", base],
        searchInfo: { splunkd_uri: splunkd.uri, session_key: session },
      });
    return { app, splunkd, seen, ask };
  }

  for (const [auth, wanted] of [
    ["auth = basic\nuser = splunk", `Basic ${Buffer.from(`splunk:${SECRET}`).toString("base64")}`],
    ["auth = none", ""],
  ] as const) {
    test(`is asked with "${auth.replace("\n", ", ")}"`, async (t) => {
      const { app, splunkd, seen, ask } = await trial(t, auth);
      const result = await ask(["a.png", "b.png", "c.png"], ADMIN_SESSION);
      const codes = result.rows.map((row) => row.get("image_error"));
      assert.deepEqual(codes, wanted === "" ? Array(3).fill("unauthorized") : ["", "", ""]);
      assert.deepEqual(new Set(seen), new Set([wanted]));
      assert.equal(secretsAsked(splunkd), wanted === "" ? 0 : 1, "Splunk is asked once, and only where it must be");
      const told = JSON.stringify([result.rows.map((row) => [...row]), result.messages, app.log()]);
      for (const secret of [SECRET, Buffer.from(`splunk:${SECRET}`).toString("base64"), ADMIN_SESSION]) {
        assert.ok(!told.includes(secret), "no field, message or log line tells it");
      }
    });
  }

  test("is not asked for a user who may not read its secret, who learns which capability is missing", async (t) => {
    const { seen, splunkd, ask } = await trial(t, "auth = basic\nuser = splunk");
    const result = await ask(["a.png", "b.png"], USER_SESSION);
    for (const row of result.rows) {
      assert.equal(row.get("image_error"), "unauthorized");
      assert.match(row.get("image_error_text") ?? "", /list_storage_passwords/);
    }
    assert.deepEqual([seen, secretsAsked(splunkd)], [[], 1]);
    const allowed = await ask(["a.png"], ADMIN_SESSION);
    assert.equal(allowed.rows[0]?.get("image_error"), "", "what one user may not read is not remembered for the next");
  });

  test("gets no request, and splunkd no session, when splunkd shows a certificate of somebody else", async (t) => {
    const other = makeSplunkdCa(t).issue();
    const { app, seen } = await trial(t, "auth = basic\nuser = splunk");
    const impostor = await startSplunkdRest(t, { certificate: other, secrets: { "getimage:xray:": "theirs" } });
    const conf = confOf(app);
    const base = /url = (\S+)/.exec(readFileSync(conf, "utf8"));
    const ask = () =>
      runSearch(csvOf("image_file", ["a.png"]), {
        command: app.command,
        args: ["image_file", base?.[1] ?? ""],
        searchInfo: { splunkd_uri: impostor.uri, session_key: ADMIN_SESSION },
      });
    const { error, rows } = await ask();
    assert.match(error ?? "", /^expected splunkd to tell the user's capabilities; .*ca_file or require_capability/s);
    assert.equal(rows.length, 0);
    writeFileSync(conf, `${readFileSync(conf, "utf8")}[splunkd]\nrequire_capability = false\n`);
    const [row] = (await ask()).rows;
    assert.equal(row?.get("image_error"), "unauthorized");
    assert.match(row?.get("image_error_text") ?? "", /ca_file/);
    assert.deepEqual([seen, impostor.asked()], [[], []]);
  });

  test("is reached through the authority that Splunk itself trusts, where getimage.conf names none", async (t) => {
    const { app, ask } = await trial(t, "auth = basic\nuser = splunk");
    const conf = confOf(app);
    writeFileSync(conf, readFileSync(conf, "utf8").replace(/^ca_file = .*$/m, ""));
    const system = join(app.home, "etc", "system", "local");
    mkdirSync(system, { recursive: true });
    cpSync(ca.file, join(app.home, "ours.pem"));
    writeFileSync(join(system, "server.conf"), "[sslConfig]\nsslRootCAPath = $SPLUNK_HOME/ours.pem\n");
    assert.equal((await ask(["a.png"], ADMIN_SESSION)).rows[0]?.get("image_error"), "");
  });

  test("whose certificate nobody checks is named in every search", async (t) => {
    const { ask } = await trial(t, "verify = false");
    const told = (await ask(["", ""], ADMIN_SESSION)).messages.map(([level, text]) => `${level} ${text}`);
    assert.match(told.join(), /WARN .*verify is off in \[server:xray\]/);
  });
});
