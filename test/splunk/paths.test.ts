import assert from "node:assert/strict";
import { test } from "node:test";
import { APP_ID } from "../../src/pictures/contract.ts";
import { pathsFor } from "../../src/splunk/paths.ts";

const APP = "/opt/splunk/etc/apps/rx_image_review_app";
const UNDER_SPLUNK = {
  app: APP,
  run: "/opt/splunk/var/run/rx_image_review_app",
  log: "/opt/splunk/var/log/splunk",
  splunkCa: "/opt/splunk/etc/auth/cacert.pem",
  splunkSystem: "/opt/splunk/etc/system",
};

test("under Splunk the cache and the log lie below its var folder, whatever else is named", () => {
  assert.deepEqual(pathsFor(APP, APP_ID, "/opt/splunk"), UNDER_SPLUNK);
  assert.deepEqual(pathsFor(APP, APP_ID, "/opt/splunk/"), UNDER_SPLUNK);
  assert.deepEqual(pathsFor(APP, APP_ID, "/opt/splunk", "/elsewhere"), UNDER_SPLUNK);
});

for (const splunkHome of [undefined, ""]) {
  const unset = `SPLUNK_HOME is ${JSON.stringify(splunkHome)}`;

  test(`started by hand (${unset}) an installed app finds the folders of its Splunk`, () => {
    assert.deepEqual(pathsFor(APP, APP_ID, splunkHome), UNDER_SPLUNK);
  });

  test(`without Splunk (${unset}) they lie in a folder of their own`, () => {
    assert.deepEqual(pathsFor("/src/app", APP_ID, splunkHome), {
      app: "/src/app",
      run: "/src/var",
      log: "/src/var/log",
      splunkCa: "",
      splunkSystem: "",
    });
    assert.deepEqual(pathsFor(APP, APP_ID, splunkHome, "/elsewhere"), {
      app: APP,
      run: "/elsewhere",
      log: "/elsewhere/log",
      splunkCa: "",
      splunkSystem: "",
    });
  });
}
