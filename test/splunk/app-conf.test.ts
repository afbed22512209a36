import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readAppConf } from "../../src/splunk/app-conf.ts";
import { shown } from "../helpers/shown-conf.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

test("an app's conf is its default file under its local one", (t) => {
  const app = tempFolder(t);
  const layers = { default: "[a]\nx = 1\ny = 2\n", local: "\uFEFF[a]\r\ny = 3\r\n" };
  for (const [layer, text] of Object.entries(layers)) {
    mkdirSync(join(app, layer));
    writeFileSync(join(app, layer, "getimage.conf"), text);
  }
  const conf = readAppConf(app, "getimage");
  assert.equal(shown(conf), '[a] x="1" y="3"');
  assert.equal(conf.get("a")?.get("x")?.file, "default/getimage.conf");
  assert.equal(conf.get("a")?.get("y")?.file, "local/getimage.conf");
});

test("a conf file that is not there counts as empty", (t) => {
  const app = tempFolder(t);
  assert.equal(shown(readAppConf(app, "getimage")), "");
  mkdirSync(join(app, "local"));
  writeFileSync(join(app, "local", "getimage.conf"), "[a]\nx = 1");
  assert.equal(shown(readAppConf(app, "getimage")), '[a] x="1"');
});

test("a conf file that is there and cannot be read is an error, so that no setting vanishes unseen", (t) => {
  const app = tempFolder(t);
  mkdirSync(join(app, "local", "getimage.conf"), { recursive: true });
  assert.throws(() => readAppConf(app, "getimage"), { code: "EISDIR" });
});
