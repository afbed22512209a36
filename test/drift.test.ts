import assert from "node:assert/strict";
import { test } from "node:test";
import { IMAGE_ERROR_CODES, OUTPUT_FIELDS } from "../src/pictures/contract.ts";
import { parseBaseUrl } from "../src/pictures/fetch/base-url.ts";
import { OPTIONS, parseArguments } from "../src/pictures/settings/search-options.ts";
import { SERVER_SETTINGS } from "../src/pictures/settings/server-settings.ts";
import { SETTINGS } from "../src/pictures/settings/settings.ts";
import { confOf, packageJson, textOf } from "./helpers/app-files.ts";
import { settingsOf } from "./helpers/settings-of.ts";

type Described = { readonly kind: { readonly expected: string }; readonly fallback: string; readonly help: string };
const KNOWN = Object.entries<Record<string, Described>>(SETTINGS).map(
  ([stanza, keys]) => [stanza, Object.entries(keys)] as const,
);

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
    Object.entries(SERVER_SETTINGS).map(([key, { kind, help }]) => [
      key,
      kind.expected,
      help.map((line) => `* ${line}\n`).join(""),
    ]),
  );
  assert.deepEqual(
    others.reverse().map(([stanza, text]) => [stanza, keysOf(text)]),
    KNOWN.map(([stanza, keys]) => [
      stanza,
      keys.map(([key, { kind, fallback, help }]) => [
        key,
        kind.expected,
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

test("package.json pins every package to one version", () => {
  const kinds = ["dependencies", "devDependencies", "optionalDependencies"];
  const packages = kinds.flatMap((kind) => Object.entries(Object(packageJson().get(kind))));
  assert.ok(packages.length > 10);
  for (const [name, version] of packages) assert.match(String(version), /^\d+\.\d+\.\d+$/, name);
});

/** Names in backticks in the first column of the table below a heading. */
function firstColumn(text: string, heading: string): string[] {
  const [, section = ""] = text.split(`\n## ${heading}\n`);
  const rows = (section.split(/^## /m)[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  const cells = rows.slice(2).map((row) => row.split("|")[1] ?? "");
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
}

for (const [file, heading, names] of [
  ["docs/pictures/reference.md", "Options", Object.keys(OPTIONS)],
  ["docs/pictures/reference.md", "Fields", OUTPUT_FIELDS],
  ["docs/pictures/troubleshooting.md", "Error codes", IMAGE_ERROR_CODES],
] as const) {
  test(`${file} names every one of its ${heading.toLowerCase()}, and no other in their table`, () => {
    const text = textOf(file);
    const missing = names.filter((name) => !text.includes(`\`${name}\``));
    assert.deepEqual(missing, [], `missing in ${file}`);
    const listed = firstColumn(text, heading);
    assert.ok(listed.length > 0, `${file} has no table below "## ${heading}"`);
    const strange = listed.filter((name) => !names.some((known) => known === name));
    assert.deepEqual(strange, [], `unknown in the table below "## ${heading}"`);
  });
}
