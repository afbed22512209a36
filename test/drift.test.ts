import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { APP_ID, IMAGE_ERROR_CODES, OUTPUT_FIELDS } from "../src/contract.ts";
import { parseBaseUrl } from "../src/fetch/base-url.ts";
import { OPTIONS, parseArguments } from "../src/getimage/options.ts";
import { SERVER_SETTINGS } from "../src/getimage/server-settings.ts";
import { SETTINGS } from "../src/getimage/settings.ts";
import { parseConf } from "../src/splunk/conf.ts";
import { PROJECT } from "./helpers/samples.ts";
import { settingsOf } from "./helpers/settings-of.ts";

type Described = { readonly type: { readonly expected: string }; readonly fallback: string; readonly help: string };
const KNOWN = Object.entries<Record<string, Described>>(SETTINGS).map(
  ([stanza, keys]) => [stanza, Object.entries(keys)] as const,
);

function textOf(file: string): string {
  return readFileSync(join(PROJECT, file), "utf8");
}

/** The settings of a conf file of the app; settings above the first stanza would show as a stanza "default". */
function confOf(name: string): Map<string, Map<string, string>> {
  const conf = [...parseConf(textOf(`app/default/${name}.conf`), name)];
  return new Map(
    conf
      .filter(([stanza, settings]) => stanza !== "default" || settings.size > 0)
      .map(([stanza, settings]) => [stanza, new Map([...settings].map(([key, { value }]) => [key, value]))]),
  );
}

function packageJson(): Map<string, unknown> {
  return new Map(Object.entries(Object(JSON.parse(textOf("package.json")))));
}

test("default/getimage.conf writes out every setting with the program's own default, and nothing else", () => {
  assert.deepEqual(
    [...confOf("getimage")].map(([stanza, settings]) => [stanza, [...settings]]),
    KNOWN.map(([stanza, keys]) => [stanza, keys.map(([key, { fallback }]) => [key, fallback])]),
  );
});

test("getimage.conf.spec describes every setting in the program's own words, and the server stanza", () => {
  const stanzas = textOf("app/README/getimage.conf.spec")
    .split(/^\[(.+)\]$/m)
    .slice(1);
  const described = stanzas.flatMap((name, index) => (index % 2 === 0 ? [[name, stanzas[index + 1] ?? ""]] : []));
  const keysOf = (text = "") =>
    [...text.matchAll(/^([\w.<>]+) = <(.*)>\n((?:\*.*\n?)+)/gm)].map(([, key, expected, lines]) => [
      key,
      expected,
      lines,
    ]);
  const [server, ...others] = described.reverse();
  assert.equal(server?.[0], "server:<label>");
  assert.deepEqual(
    keysOf(server?.[1]),
    Object.entries(SERVER_SETTINGS).map(([key, { type, help }]) => [
      key,
      type.expected,
      help.map((line) => `* ${line}\n`).join(""),
    ]),
  );
  assert.deepEqual(
    others.reverse().map(([stanza, text]) => [stanza, keysOf(text)]),
    KNOWN.map(([stanza, keys]) => [
      stanza,
      keys.map(([key, { type, fallback, help }]) => [
        key,
        type.expected,
        `* ${help}\n* Default: ${fallback === "" ? "empty" : fallback}\n`,
      ]),
    ]),
  );
});

test("searchbnf.conf names exactly the options that the program takes, and helps in its words", () => {
  const options = confOf("searchbnf").get("getimage-options");
  const named = [...(options?.get("syntax") ?? "").matchAll(/(?:^|\| )(\w+)=/g)].map(([, name]) => name);
  assert.deepEqual(named, Object.keys(OPTIONS));
  const described = (options?.get("description") ?? "").split("\n").map((line) => line.trim());
  assert.deepEqual(
    described,
    Object.entries(OPTIONS).map(([name, { help, defaultFrom }]) => `${name}: ${help} Default: ${defaultFrom}.`),
  );
});

test("the examples of searchbnf.conf are searches that the program takes", () => {
  const help = confOf("searchbnf").get("getimage-command");
  const examples = [...(help ?? [])].filter(([key]) => /^example\d+$/.test(key));
  assert.ok(examples.length >= 3);
  for (const [key, search] of examples) {
    assert.ok(help?.has(key.replace("example", "comment")), `${key} has a comment`);
    const command = search.split(" | ").find((part) => part.startsWith("getimage "));
    const parsed = parseArguments(command?.split(" ").slice(1) ?? [], settingsOf(""));
    assert.ok(parsed.ok, parsed.ok ? "" : `${key}: ${parsed.error}`);
    for (const base of parsed.value.bases) assert.ok(parseBaseUrl(base).ok, base);
  }
});

test("commands.conf has only keys that count with the chunked protocol, and its program can be started", () => {
  const commands = confOf("commands");
  assert.deepEqual([...commands.keys()], ["getimage"]);
  const command = commands.get("getimage");
  const valid = /^(chunked|filename|command\.arg\.\d+|is_risky|maxwait|maxchunksize|run_in_preview|python\.version)$/;
  for (const key of command?.keys() ?? []) assert.match(key, valid);
  assert.equal(command?.get("chunked"), "true");
  const program = join(PROJECT, "app/bin", command?.get("filename") ?? "");
  assert.ok(statSync(program).isFile());
  assert.equal(statSync(program).mode & 0o777, 0o755);
});

test("app.conf tells the app's id, the version of package.json, and how to reload getimage.conf", () => {
  const app = confOf("app");
  for (const stanza of ["launcher", "id"]) assert.equal(app.get(stanza)?.get("version"), packageJson().get("version"));
  assert.deepEqual([app.get("package")?.get("id"), app.get("id")?.get("name")], [APP_ID, APP_ID]);
  assert.equal(packageJson().get("name"), APP_ID);
  assert.deepEqual([...(app.get("triggers") ?? [])], [["reload.getimage", "simple"]]);
});

test("a view names only files that the app has, and the menu and app.conf only views that it has or Splunk brings", () => {
  const views = readdirSync(join(PROJECT, "app/default/data/ui/views")).map((file) => file.replace(/\.xml$/, ""));
  for (const view of views) {
    const xml = textOf(`app/default/data/ui/views/${view}.xml`);
    assert.match(xml, /^<(dashboard|form) version="(1\.1|2)"/, view);
    const [, script] = /^<\w+ [^>]*\bscript="(\w+)\.js"/.exec(xml) ?? [];
    if (script) assert.ok(existsSync(join(PROJECT, `src/dashboards/${script}/${script}.ts`)), script);
    const [, stylesheet] = /^<\w+ [^>]*\bstylesheet="([\w.]+)"/.exec(xml) ?? [];
    if (stylesheet) assert.ok(existsSync(join(PROJECT, "app/appserver/static", stylesheet)), stylesheet);
  }
  const named = [...textOf("app/default/data/ui/nav/default.xml").matchAll(/<view name="(\w+)"/g)].map(
    ([, view]) => view,
  );
  for (const view of named) assert.ok(view === "search" || views.includes(view ?? ""), view);
  assert.ok(views.includes(confOf("app").get("ui")?.get("setup_view") ?? ""));
});

test("package.json pins every package to one version", () => {
  const kinds = ["dependencies", "devDependencies", "optionalDependencies"];
  const packages = kinds.flatMap((kind) => Object.entries(Object(packageJson().get(kind))));
  assert.ok(packages.length > 10);
  for (const [name, version] of packages) assert.match(String(version), /^\d+\.\d+\.\d+$/, name);
});

/** Names in backticks in the first column of the table below a heading of the README. */
function firstColumn(readme: string, heading: string): string[] {
  const [, section = ""] = readme.split(`\n## ${heading}\n`);
  const rows = (section.split(/^## /m)[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  const cells = rows.slice(2).map((row) => row.split("|")[1] ?? "");
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
}

for (const [heading, names] of [
  ["Options", Object.keys(OPTIONS)],
  ["Fields", OUTPUT_FIELDS],
  ["Error codes", IMAGE_ERROR_CODES],
] as const) {
  test(`the README names every one of its ${heading.toLowerCase()}, and no other in their table`, () => {
    const readme = textOf("README.md");
    const missing = names.filter((name) => !readme.includes(`\`${name}\``));
    assert.deepEqual(missing, [], "missing in README.md");
    const listed = firstColumn(readme, heading);
    assert.ok(listed.length > 0, `README.md has no table below "## ${heading}"`);
    const strange = listed.filter((name) => !names.some((known) => known === name));
    assert.deepEqual(strange, [], `unknown in the table below "## ${heading}"`);
  });
}
