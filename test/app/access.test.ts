import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { APP_ID } from "../../src/pictures/contract.ts";
import { confOf, metaOf, stanzaOf, textOf } from "../helpers/app-files.ts";
import { PROJECT } from "../helpers/samples.ts";

/** Who may see pictures: the capability, the command's permissions and the endpoint must say the same. */

const capabilities = [...confOf("authorize").keys()].flatMap((stanza) => stanza.split(/^capability::/)[1] ?? []);
const [CAPABILITY = ""] = capabilities;
const roles = [...confOf("authorize")].flatMap(([stanza, settings]) =>
  stanza.startsWith("role_") && settings.get(CAPABILITY) === "enabled" ? [stanza.slice("role_".length)] : [],
);
const [[endpoint, handler] = ["", new Map<string, string>()]] = [...confOf("restmap")];

/** Roles behind `read` or `write` of an access line. */
function allowed(stanza: string, verb: string): string[] {
  const access = metaOf().get(stanza)?.get("access") ?? "";
  return new RegExp(`${verb} : \\[ ([^\\]]+) \\]`).exec(access)?.[1]?.split(", ") ?? [];
}

test("the app has one capability of its own, and only admins and power users hold it by default", () => {
  assert.equal(capabilities.length, 1);
  assert.match(CAPABILITY, /^[a-z0-9_]+$/);
  assert.deepEqual(roles, ["admin", "power"]);
  for (const [stanza, settings] of confOf("authorize")) {
    assert.ok(
      [...settings].every(([key, value]) => key === CAPABILITY && value === "enabled"),
      stanza,
    );
  }
});

test("the command may be run by the roles that hold the capability, from every app, and by nobody else", () => {
  assert.deepEqual(allowed("commands/getimage", "read"), [...roles, "sc_admin"]);
  assert.equal(metaOf().get("commands/getimage")?.get("export"), "system");
  assert.deepEqual(allowed("commands", "read"), ["*"], "the category must be readable for the command to be");
});

test("only admins may change what the app ships, or see its setup", () => {
  for (const [stanza, settings] of metaOf()) {
    if (settings.has("access")) assert.deepEqual(allowed(stanza, "write"), ["admin", "sc_admin"], `[${stanza}]`);
  }
  assert.deepEqual(allowed("views/setup", "read"), ["admin", "sc_admin"]);
});

test("what searches and dashboards in other apps need is exported to them, and nothing else", () => {
  const exported = [...metaOf()].flatMap(([stanza, settings]) => (settings.get("export") === "system" ? stanza : []));
  assert.deepEqual(exported.sort(), [
    "commands",
    "commands/getimage",
    "props",
    "searchbnf",
    "transforms",
    "visualizations/image_gallery",
  ]);
});

test("the endpoint asks for a login and the capability, whatever the method, and gets no more than the user's session", () => {
  assert.equal(handler.get("capability"), CAPABILITY);
  for (const key of ["requireAuthentication", "passSession", "passHttpHeaders"]) assert.equal(handler.get(key), "true");
  for (const key of ["passSystemAuth", "passHttpCookies", "passPayload", "passConf"]) {
    assert.equal(handler.get(key), "false", key);
  }
});

test("browsers reach the endpoint and what is below it, to read, and nothing else", () => {
  assert.equal(endpoint, `script:${APP_ID}_image`);
  assert.deepEqual([...confOf("web").keys()], [`expose:${APP_ID}_image`]);
  const exposed = stanzaOf("web", `expose:${APP_ID}_image`);
  assert.equal(handler.get("match"), `/${APP_ID}/image`);
  assert.equal(`/${exposed.get("pattern")}`, `${handler.get("match")}/**`);
  assert.equal(exposed.get("methods"), "GET");
});

test("the endpoint's persistent process is a launcher that the app ships, and may be executed", () => {
  assert.equal(handler.get("scripttype"), "persist");
  const launcher = handler.get("script") ?? "";
  assert.equal(handler.get("driver"), `$SPLUNK_HOME/etc/apps/${APP_ID}/bin/${launcher}`);
  const file = statSync(join(PROJECT, "app/bin", launcher));
  assert.ok(file.isFile());
  assert.equal(file.mode & 0o777, 0o755);
});

test("the README names the capability", () => {
  assert.ok(textOf("README.md").includes(`\`${CAPABILITY}\``));
});
