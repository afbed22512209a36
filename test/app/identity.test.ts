import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { APP_ID } from "../../src/pictures/contract.ts";
import { confOf, packageJson, stanzaOf, textOf } from "../helpers/app-files.ts";
import { PROJECT } from "../helpers/samples.ts";

/** The app tells its name, version and parts in several files, for several readers. */

const manifest = new Map(Object.entries(Object(JSON.parse(textOf("app/app.manifest")))));
const info = new Map<string, unknown>(Object.entries(Object(manifest.get("info"))));

test("the version is one and the same in package.json, app.conf, app.manifest and the changelog", () => {
  const version = packageJson().get("version");
  for (const stanza of ["launcher", "id"]) assert.equal(stanzaOf("app", stanza).get("version"), version, stanza);
  assert.equal(Object(info.get("id")).version, version);
  const [, latest] = /^## (\S+)/m.exec(textOf("CHANGELOG.md")) ?? [];
  assert.equal(latest, version);
});

test("the app's id is its folder, everywhere", () => {
  const names = [stanzaOf("app", "package").get("id"), stanzaOf("app", "id").get("name"), packageJson().get("name")];
  assert.deepEqual([...names, Object(info.get("id")).name], [APP_ID, APP_ID, APP_ID, APP_ID]);
});

test("what Splunk shows of the app fits where it shows it, and is the same in its two files", () => {
  const { description = "", author } = Object.fromEntries(stanzaOf("app", "launcher"));
  assert.ok(description.length > 20 && description.length <= 200, `${description.length} characters`);
  const label = stanzaOf("app", "ui").get("label") ?? "";
  assert.ok(label.length >= 5 && label.length <= 80, label);
  const authors = Object.values(Object(info.get("author"))).map((each) => Object(each).name);
  assert.deepEqual([info.get("description"), info.get("title"), authors], [description, label, [author]]);
});

test("the build number, which makes browsers fetch new files, is a positive whole number", () => {
  assert.match(stanzaOf("app", "install").get("build") ?? "", /^[1-9]\d*$/);
});

test("each conf of our own has a spec, is read without a restart, and reaches all members of a cluster", () => {
  const own = ["getimage"];
  for (const name of own) assert.ok(statSync(join(PROJECT, `app/README/${name}.conf.spec`)).isFile());
  assert.deepEqual(
    [...stanzaOf("app", "triggers")],
    own.map((name) => [`reload.${name}`, "simple"]),
  );
  assert.deepEqual(
    [...stanzaOf("server", "shclustering")],
    own.map((name) => [`conf_replication_include.${name}`, "true"]),
  );
});

test("app.manifest is of the schema that Splunk Cloud takes, and installs on search heads, alone or in a cluster", () => {
  assert.equal(manifest.get("schemaVersion"), "2.0.0");
  assert.deepEqual(manifest.get("targetWorkloads"), ["_search_heads"]);
  assert.deepEqual(manifest.get("supportedDeployments"), ["_standalone", "_distributed", "_search_head_clustering"]);
  for (const part of ["license", "releaseNotes"]) {
    assert.ok(statSync(join(PROJECT, Object(info.get(part)).text)).isFile(), part);
  }
  assert.equal(Object(info.get("license")).name, packageJson().get("license"));
});

test("commands.conf starts the launcher, which may be executed, over the chunked protocol", () => {
  const commands = confOf("commands");
  assert.deepEqual([...commands.keys()], ["getimage"]);
  const command = commands.get("getimage");
  assert.equal(command?.get("chunked"), "true");
  const launcher = statSync(join(PROJECT, "app/bin", command?.get("filename") ?? ""));
  assert.ok(launcher.isFile());
  assert.equal(launcher.mode & 0o777, 0o755);
});
