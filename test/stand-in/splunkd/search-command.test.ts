import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { CommandLine } from "../../../src/stand-in/splunkd/app-process.ts";
import { getInfo, runSearch, SearchProcess } from "../../../src/stand-in/splunkd/search-command.ts";

function commandThat(way: string): CommandLine {
  const program = fileURLToPath(new URL("../../helpers/odd-command.ts", import.meta.url));
  return { program: [process.execPath, program, way], env: {} };
}

const CSV = Buffer.from('Patient_Name , image_file\n"Rossi, Ada",a.tif\nWeiss\nDubois,"c ""1"".tif"\n');

test("a search hands its rows over in chunks as the command asks for, and gathers rows and messages", async () => {
  const progress: string[] = [];
  const result = await runSearch(CSV, {
    command: commandThat("echo"),
    args: ["image_file", "http://img/rx"],
    progress: (done, rows) => progress.push(`${done}/${rows}`),
  });
  assert.deepEqual(result.messages, [
    ["INFO", "image_file http://img/rx"],
    ["WARN", "2 rows"],
    ["WARN", "1 rows, the last"],
  ]);
  assert.deepEqual(result.columns, ["Patient_Name", "image_file", "__mv_Patient_Name", "__mv_image_file"]);
  assert.deepEqual(
    result.rows.map((row) => [row.get("Patient_Name"), row.get("image_file"), row.get("__mv_image_file")]),
    [
      ["Rossi, Ada", "a.tif", ""],
      ["Weiss", "", ""],
      ["Dubois", 'c "1".tif', ""],
    ],
  );
  assert.deepEqual(progress, ["2/3", "3/3"]);
  assert.deepEqual([result.error, result.exitCode, result.stderr], [undefined, 0, ""]);
});

test("a search over a header alone still sends one last request", async () => {
  const result = await runSearch(Buffer.from("image_file\n"), { command: commandThat("echo"), args: [] });
  assert.deepEqual(result.messages.at(-1), ["WARN", "0 rows, the last"]);
  assert.deepEqual([result.rows.length, result.error], [0, undefined]);
});

test("the rows of a chunk may be fewer than the command asks for", async () => {
  const result = await runSearch(CSV, { command: commandThat("echo"), args: [], chunkRows: 1 });
  assert.deepEqual(
    result.messages.slice(1).map(([, text]) => text),
    ["1 rows", "1 rows", "1 rows, the last"],
  );
});

for (const [way, exitCode] of [
  ["silent", 0],
  ["die", 3],
] as const) {
  test(`a command that ends without a reply (${way}) is reported as Splunk says it`, async () => {
    const result = await runSearch(CSV, { command: commandThat(way), args: [] });
    assert.deepEqual([result.error, result.exitCode], ["External search command exited unexpectedly", exitCode]);
    assert.deepEqual(result.rows, []);
  });
}

test("what a command writes beside its replies is seen", async () => {
  const grumbling = await runSearch(CSV, { command: commandThat("grumble"), args: [], chunkRows: 3 });
  assert.equal(grumbling.stderr, "no picture library\n");

  const splunkd = new SearchProcess(commandThat("stray"));
  assert.ok(await splunkd.request(getInfo([])));
  splunkd.close();
  assert.deepEqual(await splunkd.exit, { code: 0, signal: null });
  assert.equal(splunkd.strayBytes, "done".length);
});
