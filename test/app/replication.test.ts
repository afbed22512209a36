import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { builtApp } from "../../scripts/built-app.ts";
import { APP_ID } from "../../src/pictures/contract.ts";
import { placesFor } from "../../src/pictures/wiring/places.ts";
import { pathsFor } from "../../src/splunk/paths.ts";
import { stanzaOf } from "../helpers/app-files.ts";
import { settingsOf } from "../helpers/settings-of.ts";
import { fitsGlob, fitsSplunkPattern } from "../helpers/splunk-pattern.ts";

/** What leaves the search head: for indexers, for support. Held against the app as it is built. */

const app = builtApp();
const built = readdirSync(app, { recursive: true, encoding: "utf8" }).filter((file) =>
  statSync(join(app, file)).isFile(),
);
/** Folders that indexers may have: small texts. */
const SMALL = ["default", "metadata", "README", "static"];

for (const stanza of ["replicationDenylist", "replicationBlacklist"]) {
  test(`[${stanza}] keeps programs and pictures from indexers, and no conf file`, () => {
    const patterns = [...stanzaOf("distsearch", stanza).values()];
    const isKept = (file: string) => patterns.some((each) => fitsSplunkPattern(each, `apps/${APP_ID}/${file}`));
    for (const file of built) {
      const [folder = ""] = file.split("/");
      const isSmall = SMALL.includes(folder) || folder === file;
      assert.equal(isKept(file), !isSmall, file);
    }
    assert.ok(built.some((file) => file.startsWith("linux_x86_64/bin/")));
    assert.ok(isKept(`appserver/static/cache/x.jpg`), "pictures of patients");
  });

  test(`[${stanza}] concerns no other app`, () => {
    for (const pattern of stanzaOf("distsearch", stanza).values())
      assert.match(pattern, new RegExp(`^apps/${APP_ID}/`));
  });
}

test("a diag holds no picture and no name of one, but the settings", () => {
  const paths = pathsFor(`/opt/splunk/etc/apps/${APP_ID}`, APP_ID, "/opt/splunk");
  const places = placesFor(paths, settingsOf(""));
  const patterns = [...stanzaOf("server", "diag").values()];
  const isLeftOut = (file: string) => patterns.some((pattern) => fitsGlob(pattern, file));
  for (const file of [
    join(places.cache, "v1/results/ab/cd.jpg"),
    join(places.staticCache, "cd.jpg"),
    join(paths.log, "getimage.log"),
    join(paths.log, "getimage.log.3"),
  ]) {
    assert.ok(isLeftOut(file), file);
  }
  for (const file of [join(paths.app, "default/getimage.conf"), join(paths.log, "splunkd.log")]) {
    assert.ok(!isLeftOut(file), file);
  }
});

test("the built app has neither settings of its own site nor hidden files", () => {
  assert.ok(statSync(join(app, "default", "app.conf")).isFile());
  const strange = built.filter((file) => /(^|\/)\.|^local\/|^metadata\/(?!default\.meta$)/.test(file));
  assert.deepEqual(strange, [], relative(app, app));
});
