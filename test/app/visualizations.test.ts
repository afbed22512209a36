import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { builtApp } from "../../scripts/built-app.ts";
import { VISUALIZATIONS } from "../../scripts/package/programs.ts";
import { APP_ID } from "../../src/pictures/contract.ts";
import { DEFAULTS, FITS, SORTS } from "../../src/pictures/dashboards/gallery/options.ts";
import { confOf, metaOf, textOf } from "../helpers/app-files.ts";

/** What visualizations.conf, the form that sets options, their spec, the view and the program must say alike. */

const NAME = "image_gallery";
const FOLDER = `appserver/static/visualizations/${NAME}`;
const FORM = textOf(`app/${FOLDER}/formatter.html`);
const SPEC = textOf("app/README/savedsearches.conf.spec");
const OPTIONS = Object.entries(DEFAULTS);

test("every visualization of visualizations.conf is built, exported, and has all its files", () => {
  const app = builtApp();
  assert.deepEqual(
    [...confOf("visualizations").keys()],
    VISUALIZATIONS.map(([name]) => name),
  );
  for (const [name] of VISUALIZATIONS) {
    assert.equal(metaOf().get(`visualizations/${name}`)?.get("export"), "system");
    for (const file of ["visualization.js", "visualization.css", "formatter.html", "preview.png"]) {
      assert.ok(existsSync(join(app, "appserver/static/visualizations", name, file)), `${name}/${file}`);
    }
  }
});

test("the form sets every option, begins with its default, and sets nothing else", () => {
  const inForm = [...FORM.matchAll(/name="\{\{VIZ_NAMESPACE\}\}\.(\w+)" value="([^"]*)"/g)];
  assert.deepEqual(inForm.map(([, name, value]) => [name, value]).sort(), OPTIONS.map((option) => [...option]).sort());
});

test("the choices of the form are those that the program knows", () => {
  const choicesOf = (option: string): string[] => {
    const [, part = ""] = new RegExp(`VIZ_NAMESPACE}}\\.${option}"(.*?)</splunk-control-group>`, "s").exec(FORM) ?? [];
    return [...part.matchAll(/<option value="(\w+)"/g)].map(([, value = ""]) => value);
  };
  assert.deepEqual(choicesOf("sort"), [...SORTS]);
  assert.deepEqual(choicesOf("fit"), [...FITS]);
});

test("the spec names every option with its default", () => {
  const stanzas = SPEC.split(/^display\.visualizations\.custom\./m).slice(1);
  assert.equal(stanzas.length, OPTIONS.length);
  for (const [name, value] of OPTIONS) {
    const stanza = stanzas.find((text) => text.startsWith(`${APP_ID}.${NAME}.${name} = `));
    assert.match(stanza ?? "", new RegExp(`^\\* Default: ${value || "empty"}`, "m"), name);
  }
});

test("views give the visualization only options that it has", () => {
  const view = textOf("app/default/data/ui/views/rx_images_gallery.xml");
  const given = [...view.matchAll(new RegExp(`<option name="${APP_ID}\\.${NAME}\\.(\\w+)">`, "g"))];
  assert.ok(given.length > 0);
  for (const [, name = ""] of given) assert.ok(Object.hasOwn(DEFAULTS, name), name);
});

test("the built script is one AMD module that needs only Splunk Web's own two, and leaves no name behind", () => {
  const script = readFileSync(join(builtApp(), FOLDER, "visualization.js"), "utf8");
  assert.match(script, /^define\(\["api\/SplunkVisualizationBase", "api\/SplunkVisualizationUtils"\], function/);
  assert.match(script, /\}\);\s*$/);
  assert.doesNotMatch(script, /\brequire\(|\bimport\(|\bprocess\.|\?\?|\?\.\w/);
});
