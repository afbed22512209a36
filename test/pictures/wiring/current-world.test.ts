import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { APP_ID } from "../../../src/pictures/contract.ts";
import { CurrentWorld } from "../../../src/pictures/wiring/current-world.ts";
import { pathsFor } from "../../../src/splunk/paths.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

/** The current world of an app folder whose settings a test writes. */
function openCurrent(ending: Parameters<typeof tempFolder>[0]) {
  const folder = tempFolder(ending);
  const app = join(folder, "app");
  mkdirSync(join(app, "local"), { recursive: true });
  const stop = new AbortController();
  const current = new CurrentWorld({
    paths: pathsFor(app, APP_ID, undefined, join(folder, "var")),
    decoderProgram: new URL("../../../src/programs/pictures/decoder.ts", import.meta.url),
    signal: stop.signal,
    secretFor: () => async () => ({ ok: false, error: "" }),
    log: () => {},
    warn: () => {},
  });
  ending.after(() => current.close());
  const world = () => {
    const opened = current.open();
    assert.ok(opened.ok, opened.ok ? "" : opened.error);
    return opened.value.world;
  };
  const write = (name: string, text: string): void => writeFileSync(join(app, "local", name), text);
  return { world, write, signal: stop.signal, file: (name: string) => join(app, "local", name) };
}

test("a world lasts as long as its settings, and leaves nothing behind", (t) => {
  const { world, write, signal } = openCurrent(t);
  const first = world();
  assert.equal(world(), first);
  for (let quality = 1; quality <= 20; quality++) {
    write("getimage.conf", `[image]\nquality = ${quality}${" ".repeat(quality)}\n`);
    assert.notEqual(world(), first);
  }
  const listeners = getEventListeners(signal, "abort").length;
  assert.ok(listeners < 5, `${listeners} after 20 worlds`);
});

test("certificates that are renewed under their old names count as new settings", (t) => {
  const { world, write, file } = openCurrent(t);
  write("ca.pem", "old");
  write("client.pem", "old");
  const own = `client_cert_file = ${file("client.pem")}\nclient_key_file = ${file("client.pem")}`;
  write("getimage.conf", `[server:a]\nurl = https://a\nca_file = ${file("ca.pem")}\n${own}\n`);
  for (const name of ["ca.pem", "client.pem"]) {
    const before = world();
    assert.equal(world(), before);
    write(name, "a renewed one");
    assert.notEqual(world(), before, name);
  }
});
