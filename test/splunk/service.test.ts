import assert from "node:assert/strict";
import { after, suite, test } from "node:test";
import { RestFailure } from "../../src/splunk/rest-failure.ts";
import { openService, storedPassword } from "../../src/splunk/service.ts";
import { ADMIN_SESSION, APP, startSplunkdRest, USER_SESSION } from "../helpers/splunkd-rest.ts";
import type { Ending } from "../helpers/temp-folder.ts";
import { makeSplunkdCa, withoutOpenssl } from "../helpers/tls.ts";

/** What splunkd shows of each of its objects beside its settings. */
const SHOWN = { "eai:acl": null };
const CONF = { image: { newsize: "500x500" }, "server:xray": { url: "http://img/x/y", auth: "bearer" } };
const SECRETS = { "getimage:xray:": "s3cret" };
const WHERE = { owner: "nobody", app: APP };

suite("the SDK over our own transport", { skip: withoutOpenssl }, () => {
  const ca = makeSplunkdCa({ after });
  const certificate = ca.issue();

  async function open(ending: Ending, sessionKey: string) {
    const splunkd = await startSplunkdRest(ending, { certificate, conf: CONF, secrets: SECRETS });
    const service = openService({
      splunkdUri: splunkd.uri,
      sessionKey,
      app: APP,
      caFile: ca.file,
      caSetting: "[splunkd] ca_file in getimage.conf",
    });
    return { splunkd, service };
  }

  test("lists the stanzas of a conf file", async (t) => {
    const { splunkd, service } = await open(t, USER_SESSION);
    const file = await service.configurations(WHERE).getConfFile("getimage");
    const stanzas = file?.list().map((stanza) => [stanza.name, stanza.properties()]);
    const image = { ...CONF.image, ...SHOWN };
    assert.deepEqual(Object.fromEntries(stanzas ?? []), { image, "server:xray": { ...CONF["server:xray"], ...SHOWN } });
    assert.deepEqual(splunkd.asked(), [
      `GET /servicesNS/nobody/${APP}/properties/`,
      `GET /servicesNS/nobody/${APP}/configs/conf-getimage/`,
    ]);
    assert.equal(await service.configurations(WHERE).getConfFile("none"), null);
  });

  test("reads one stanza anew, its name encoded", async (t) => {
    const { splunkd, service } = await open(t, USER_SESSION);
    const file = await service.configurations(WHERE).getConfFile("getimage");
    const stanza = await file?.item("server:xray")?.fetch();
    assert.deepEqual(stanza?.properties(), { ...CONF["server:xray"], ...SHOWN });
    assert.equal(splunkd.asked().at(-1), `GET /servicesNS/nobody/${APP}/configs/conf-getimage/server:xray/`);
  });

  test("reads one password", async (t) => {
    const { service } = await open(t, ADMIN_SESSION);
    const stored = await storedPassword(service, "getimage", "xray").fetch();
    assert.equal(stored.properties()["clear_password"], "s3cret");
  });

  test("rejects with the answer of a refusal, in each of its two ways to ask", async (t) => {
    const { service } = await open(t, "session-of-nobody");
    await assert.rejects(storedPassword(service, "getimage", "xray").fetch(), { status: 401 });
    await assert.rejects(service.configurations(WHERE).getConfFile("getimage"), { status: 401 });
  });

  test("rejects with what the transport says of a splunkd that cannot be asked", async () => {
    const service = openService({
      splunkdUri: "https://127.0.0.1:1",
      sessionKey: "x",
      app: APP,
      caFile: "",
      caSetting: "[splunkd] ca_file in getimage.conf",
    });
    for (const asked of [
      storedPassword(service, "getimage", "xray").fetch(),
      service.configurations(WHERE).getConfFile("getimage"),
    ]) {
      await assert.rejects(asked, { constructor: RestFailure, message: /^expected the CA file / });
    }
  });
});
