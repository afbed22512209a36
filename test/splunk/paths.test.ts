import assert from "node:assert/strict";
import { test } from "node:test";
import { pathsFor } from "../../src/splunk/paths.ts";

const APP = "/opt/splunk/etc/apps/rx_image_review_app";
const STATIC = `${APP}/appserver/static/cache`;

test("under Splunk the cache and the log lie below its var folder, whatever else is named", () => {
  const wanted = {
    app: APP,
    cache: "/opt/splunk/var/run/rx_image_review_app/cache",
    log: "/opt/splunk/var/log/splunk",
    staticCache: STATIC,
  };
  assert.deepEqual(pathsFor(APP, "/opt/splunk"), wanted);
  assert.deepEqual(pathsFor(APP, "/opt/splunk/"), wanted);
  assert.deepEqual(pathsFor(APP, "/opt/splunk", "/elsewhere"), wanted);
});

for (const splunkHome of [undefined, ""]) {
  test(`without Splunk (SPLUNK_HOME is ${JSON.stringify(splunkHome)}) they lie in a folder of their own`, () => {
    const beside = "/opt/splunk/etc/apps/var";
    assert.deepEqual(pathsFor(APP, splunkHome), {
      app: APP,
      cache: `${beside}/cache`,
      log: `${beside}/log`,
      staticCache: STATIC,
    });
    assert.deepEqual(pathsFor(APP, splunkHome, "/elsewhere"), {
      app: APP,
      cache: "/elsewhere/cache",
      log: "/elsewhere/log",
      staticCache: STATIC,
    });
  });
}
