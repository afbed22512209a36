import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, suite, test } from "node:test";
import { openSecrets, type SecretKind } from "../../src/splunk/secrets.ts";
import type { SplunkdAccess } from "../../src/splunk/service.ts";
import {
  ADMIN_SESSION,
  APP,
  type SplunkdRest,
  type SplunkdRestOptions,
  startSplunkdRest,
  USER_SESSION,
} from "../helpers/splunkd-rest.ts";
import type { Ending } from "../helpers/temp-folder.ts";
import { makeSplunkdCa, withoutOpenssl } from "../helpers/tls.ts";

const KIND: SecretKind = { realm: "getimage", title: (label) => `the secret of [server:${label}]` };
const SECRET = "p&ss w0rd=+%";
const SECRETS = { "getimage:xray:": SECRET, "getimage:other:": "another", "else:fax:": "of another app" };
const ENTITY = `GET /servicesNS/nobody/${APP}/storage/passwords/getimage:xray:/`;
const CAPABILITY =
  /a role of the user needs the capability list_storage_passwords, or the search must be a report that /;

suite("secrets", { skip: withoutOpenssl }, () => {
  const ca = makeSplunkdCa({ after });
  const certificate = ca.issue();

  async function start(ending: Ending, options: SplunkdRestOptions = {}) {
    const splunkd = await startSplunkdRest(ending, { certificate, secrets: SECRETS, ...options });
    return { splunkd, access: accessTo(splunkd) };
  }

  function accessTo({ uri }: Pick<SplunkdRest, "uri">): SplunkdAccess {
    return {
      splunkdUri: uri,
      sessionKey: ADMIN_SESSION,
      app: APP,
      caFile: ca.file,
      caSetting: "[splunkd] ca_file in getimage.conf",
    };
  }

  /** The text of the failure, which tells neither session nor secret. */
  async function refusalOf(access: SplunkdAccess, label = "xray"): Promise<string> {
    const outcome = await openSecrets(access, KIND)(label);
    assert.ok(!outcome.ok);
    assert.doesNotMatch(outcome.error, /session-of|w0rd|\[object|undefined/);
    return outcome.error;
  }

  test("come from storage/passwords, by one request for the one entry", async (t) => {
    const { splunkd, access } = await start(t);
    assert.deepEqual(await openSecrets(access, KIND)("xray"), { ok: true, value: SECRET });
    assert.deepEqual(splunkd.asked(), [ENTITY]);
  });

  test("are asked for once each, by however many and whatever comes of it, and not before somebody does", async (t) => {
    const { splunkd, access } = await start(t);
    const read = openSecrets(access, KIND);
    assert.deepEqual(splunkd.asked(), []);
    const [first, second] = await Promise.all([read("xray"), read("xray"), read("none"), read("none"), read("other")]);
    assert.equal(first, second);
    assert.deepEqual(await read("xray"), { ok: true, value: SECRET });
    assert.equal((await read("none")).ok, false);
    assert.deepEqual(
      splunkd
        .asked()
        .map((line) => line.split(":")[1])
        .sort(),
      ["none", "other", "xray"],
    );
  });

  test("that are not stored come with the command that stores them, and the other cause", async (t) => {
    const { access } = await start(t);
    const text = await refusalOf(access, "fax");
    const command =
      `curl -k -u admin ${access.splunkdUri}/servicesNS/nobody/${APP}/storage/passwords ` +
      "-d realm=getimage -d name=fax --data-urlencode 'password=...'";
    assert.ok(text.startsWith("expected the secret of [server:fax] from Splunk, received 404; store it with: "), text);
    assert.ok(text.includes(command), text);
    assert.match(text, CAPABILITY);
  });

  test("need a capability, which is named", async (t) => {
    const { access } = await start(t);
    const text = await refusalOf({ ...access, sessionKey: USER_SESSION });
    assert.match(text, /received 403, the user may not read it; /);
    assert.match(text, CAPABILITY);
  });

  for (const [name, entry] of [
    ["no entry", []],
    ["an entry without its content", [{ name: "getimage:xray:" }]],
    ["an entry whose password is hidden", [{ name: "getimage:xray:", content: { password: "********" } }]],
    ["an entry whose password is empty", [{ name: "getimage:xray:", content: { clear_password: "" } }]],
    ["an entry that is none", "entry"],
  ] as const) {
    test(`are not there where splunkd shows ${name}`, async (t) => {
      const { access } = await start(t, { instead: (_, response) => response.end(JSON.stringify({ entry })) });
      const text = await refusalOf(access);
      assert.match(text, /received 200 without it; store it with: curl/);
      assert.match(text, CAPABILITY);
    });
  }

  test("need a session: one that splunkd does not know is refused", async (t) => {
    const { access } = await start(t);
    const text = await refusalOf({ ...access, sessionKey: "session-of-nobody" });
    assert.match(text, /received 401, the session is not or no longer good; search again$/);
  });

  test("need a session: without one nobody is asked", async (t) => {
    const { splunkd, access } = await start(t);
    const text = await refusalOf({ ...access, sessionKey: "" });
    assert.match(text, /^expected a Splunk session to read the secret of \[server:xray\] with, received none; /);
    assert.deepEqual(splunkd.asked(), []);
  });

  test("cannot be read with a session that is no header", async (t) => {
    const { splunkd, access } = await start(t);
    assert.match(await refusalOf({ ...access, sessionKey: "session-of-a\r\nX: y" }), /\(ERR_INVALID_CHAR\)$/);
    assert.deepEqual(splunkd.asked(), []);
  });

  test("cannot be read from a splunkd in trouble", async (t) => {
    const { access } = await start(t, { instead: (_, response) => response.writeHead(503).end(SECRET) });
    assert.match(await refusalOf(access), /received 503; splunkd\.log may tell more$/);
  });

  test("cannot be read where nobody listens", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const address = free.address();
    free.close();
    await once(free, "close");
    assert.ok(typeof address === "object" && address);
    const text = await refusalOf(accessTo({ uri: `https://127.0.0.1:${address.port}` }));
    assert.match(text, /^the secret of \[server:xray\] could not be read: .* received none \(ECONNREFUSED\)$/);
  });

  test("are not asked of a splunkd with another CA's certificate", async (t) => {
    const { splunkd, access } = await start(t, { certificate: makeSplunkdCa(t).issue() });
    assert.match(await refusalOf(access), /could not be read: expected a certificate of .*; set \[splunkd\] ca_file /);
    assert.deepEqual(splunkd.asked(), []);
  });

  for (const splunkdUri of ["", "127.0.0.1:8089", "ftp://127.0.0.1", "https://"]) {
    test(`cannot be read from the address ${JSON.stringify(splunkdUri)}`, async () => {
      const text = await refusalOf(accessTo({ uri: splunkdUri }));
      assert.match(text, /could not be read: expected an https address as splunkd_uri, received something else$/);
    });
  }
});
