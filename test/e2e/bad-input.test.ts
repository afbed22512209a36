import assert from "node:assert/strict";
import { test } from "node:test";
import { getInfo, runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, installApp, startCommand } from "../helpers/installed-app.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** What a person gets who types something wrong: one sentence, before any row. */
const URL_BASE = "http://img.example/rx";
const SENTENCES: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["nothing", [], /^no field and no image server given; usage: getimage <field>/],
  ["a field alone", ["image_file"], /^no image server given after the field "image_file"/],
  ["an address alone", [URL_BASE], /^expected a field name first, received the address/],
  ["an unknown option", ["image_file", URL_BASE, "sise=5x5"], /^unknown option "sise"; options are timeout, /],
  ["a bad value", ["image_file", URL_BASE, "size=big"], /^option size: expected WIDTHxHEIGHT .*, received "big"/],
  ["an option twice", ["image_file", URL_BASE, "page=1", "page=2"], /^option page is given twice/],
  ["a file address", ["image_file", "file:///etc"], /^expected an image server such as .*, received "file:\/\/\/etc"/],
  ["no scheme", ["image_file", "img.example/rx"], /^expected an image server such as/],
  ["a password in the address", ["image_file", "http://u:p@img.example/"], /does not belong into a search/],
];

for (const [name, args, sentence] of SENTENCES) {
  test(`${name} stops the search with a sentence`, async (t) => {
    const app = installApp(tempFolder(t), "");
    const result = await runSearch(csvOf("image_file", ["a.tif"]), { command: app.command, args });
    assert.match(result.error ?? "", sentence);
    assert.deepEqual([result.rows.length, result.exitCode, result.stderr], [0, 1, ""]);
    assert.deepEqual(result.messages, [["ERROR", result.error]]);
  });
}

const CONF_FAULTS: readonly (readonly [string, string, RegExp])[] = [
  [
    "an unknown key",
    "[image]\nqualty = 3\n",
    /^local\/getimage.conf \[image\] qualty: expected one of the keys newimgext, /,
  ],
  [
    "a bad value",
    "[fetch]\ntotal_timeout = soon\n",
    /^local\/getimage.conf \[fetch\] total_timeout: expected seconds .*"soon"/,
  ],
  ["an unknown stanza", "[imagery]\nx = 1\n", /^local\/getimage.conf \[imagery\]: expected one of the stanzas/],
  [
    "a server without address",
    "[server:a]\nurl = ftp://x\n",
    /^local\/getimage.conf \[server:a\] url: expected one or more http/,
  ],
];

for (const [name, conf, sentence] of CONF_FAULTS) {
  test(`${name} in getimage.conf stops the search and names the place`, async (t) => {
    const app = installApp(tempFolder(t), conf);
    const args = ["image_file", URL_BASE];
    const result = await runSearch(csvOf("image_file", ["a.tif"]), { command: app.command, args });
    assert.match(result.error ?? "", sentence);
  });
}

const BROKEN: readonly (readonly [string, string, RegExp])[] = [
  ["no frame at all", "hello splunk\n", /expected .*chunked 1\.0/],
  ["a frame without JSON", "chunked 1.0,5,0\nhello", /expected a JSON object/],
  ["rows before getinfo", 'chunked 1.0,36,0\n{"action":"execute","finished":true}', /expected getinfo first/],
  ["a frame that is cut", "chunked 1.0,500,0\n{", /input ended inside a frame/],
];

for (const [name, bytes, text] of BROKEN) {
  test(`${name} ends the program with exit code 1 and a line in the log`, async (t) => {
    const app = installApp(tempFolder(t), "");
    const splunkd = startCommand(t, app);
    splunkd.write(Buffer.from(bytes));
    splunkd.close();
    assert.equal((await splunkd.exit).code, 1);
    assert.match(app.log(), /level=ERROR .*event=protocol/);
    assert.match(app.log(), text);
    assert.deepEqual([splunkd.strayBytes, splunkd.stderr], [0, ""]);
  });
}

test("rows that are no CSV end the program, not the machine", async (t) => {
  const app = installApp(tempFolder(t), "");
  const splunkd = startCommand(t, app);
  await splunkd.request(getInfo(["image_file", URL_BASE]));
  const reply = await splunkd.request({ action: "execute", finished: true }, Buffer.from('a,b\n"never ends,1\n'));
  assert.match(String(reply?.metadata["error"]), /a quote opened at byte 4 never ends/);
  assert.equal((await splunkd.exit).code, 1);
  assert.match(app.log(), /a quote opened at byte 4 never ends/);
});

for (const [flags, exitCode, text] of [
  [["--help"], 0, /^getimage is started by Splunk.*--app FOLDER/s],
  [["--colour"], 2, /^getimage: Unknown option '--colour'.*is started by Splunk/s],
] as const) {
  test(`by hand, ${flags.join(" ")} is answered in words and never on stdout`, async (t) => {
    const app = installApp(tempFolder(t), "");
    const { program, env } = app.command;
    const splunkd = startCommand(t, { ...app, command: { program: [program[0], ...flags], env } });
    assert.equal((await splunkd.exit).code, exitCode);
    assert.match(splunkd.stderr, text);
    assert.equal(splunkd.strayBytes, 0);
  });
}
