import assert from "node:assert/strict";
import { existsSync, globSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { stanzaOf, textOf } from "../helpers/app-files.ts";
import { PROJECT } from "../helpers/samples.ts";

/** Views that Splunk itself shows in every app. */
const SPLUNKS_OWN = ["search", "reports", "alerts", "dashboards", "datasets"];
const UI = join(PROJECT, "app/default/data/ui");
const OURS = globSync("views/*.xml", { cwd: UI }).map((file) => basename(file, ".xml"));

test("the navigation names views that are there, begins with one, and names none twice", () => {
  const nav = textOf("app/default/data/ui/nav/default.xml");
  const entries = [...nav.matchAll(/<view name="(\w+)"( default="true")?\/>/g)];
  const named = entries.map(([, name = ""]) => name);
  assert.ok(named.length > 0);
  for (const name of named) assert.ok([...SPLUNKS_OWN, ...OURS].includes(name), `no view ${name}`);
  assert.equal(new Set(named).size, named.length);
  assert.equal(entries.filter(([, , isDefault]) => isDefault).length, 1);
});

test("every view of ours can be reached from the navigation", () => {
  const nav = textOf("app/default/data/ui/nav/default.xml");
  for (const view of OURS) assert.ok(nav.includes(`<view name="${view}"`), view);
});

test("the view that sets the app up is there", () => {
  const setup = stanzaOf("app", "ui").get("setup_view") ?? "";
  assert.ok(OURS.includes(setup), `app/default/data/ui/views/${setup}.xml`);
});

test("a view names only scripts and style sheets that the app has", () => {
  for (const view of OURS) {
    const xml = textOf(`app/default/data/ui/views/${view}.xml`);
    assert.match(xml, /^<(dashboard|form) version="(1\.1|2)"/, view);
    const [, script] = /^<\w+ [^>]*\bscript="(\w+)\.js"/.exec(xml) ?? [];
    if (script) assert.ok(existsSync(join(PROJECT, `src/pictures/dashboards/${script}/${script}.ts`)), script);
    const [, stylesheet] = /^<\w+ [^>]*\bstylesheet="([\w.]+)"/.exec(xml) ?? [];
    if (stylesheet) assert.ok(existsSync(join(PROJECT, "app/appserver/static", stylesheet)), stylesheet);
  }
});
