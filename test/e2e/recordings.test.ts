import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { columnsFor } from "../../src/pictures/command/columns.ts";
import { cellText, scanTable } from "../../src/splunk/chunked/csv.ts";
import { encodeFrame } from "../../src/splunk/chunked/frame.ts";
import { type Reply, SearchProcess } from "../../src/stand-in/splunkd/search-command.ts";
import { readRecording, recordsOf } from "../helpers/recording.ts";
import { PROJECT } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const COLUMNS = columnsFor({ thumb: false });

/** Nobody listens there, and no stanza allows it. */
const URL = "http://127.0.0.1:9/icons";
const ABSENT = "image_file";
const RECORDINGS = [
  { file: "splunk-6.3-countmatches.input.gz", field: "text", rows: 500 },
  { file: "splunk-8.0.3-multibyte.input.gz", field: "teststring", rows: 40_682 },
] as const;

/** The real program with the app's own settings, in a Splunk home of its own. */
function startCommand(t: TestContext): SearchProcess {
  const home = tempFolder(t);
  const app = join(home, "etc", "apps", "getimage");
  cpSync(join(PROJECT, "app/default/getimage.conf"), join(app, "default/getimage.conf"));
  // The sessions in the recordings are those of a Splunk that is not there.
  mkdirSync(join(app, "local"));
  writeFileSync(join(app, "local/getimage.conf"), "[splunkd]\nrequire_capability = false\n");
  const splunkd = new SearchProcess({
    program: [process.execPath, join(PROJECT, "src/programs/pictures/getimage.ts"), "--app", app],
    env: { PATH: "/usr/bin:/bin", SPLUNK_HOME: home },
  });
  t.after(() => splunkd.process.kill("SIGKILL"));
  return splunkd;
}

async function endsWell(splunkd: SearchProcess): Promise<void> {
  splunkd.close();
  assert.deepEqual(await splunkd.exit, { code: 0, signal: null });
  assert.equal(splunkd.stderr, "");
  assert.equal(splunkd.strayBytes, 0);
}

/** A reply that holds the request's rows as they were, in order, each followed by empty new cells. */
function untouched(body: Buffer): Buffer {
  const header = `${body.toString("utf8", 0, body.indexOf("\n")).replaceAll('"', "")},${COLUMNS.join(",")}`;
  const empty = Buffer.from(`${",".repeat(COLUMNS.length)}\n`);
  return Buffer.concat([Buffer.from(`${header}\n`), ...recordsOf(body).flatMap((record) => [record, empty])]);
}

function assertUntouched(
  reply: Reply | undefined,
  request: { readonly body: Buffer; readonly finished: boolean },
): void {
  assert.ok(reply);
  const { inspector, ...metadata } = reply.metadata;
  assert.deepEqual(metadata, { finished: request.finished });
  // The last reply tells that no row had the field; no other says anything.
  assert.equal(/no row has the field/.test(JSON.stringify(inspector) ?? ""), request.finished);
  assert.ok(reply.body.equals(untouched(request.body)), `rows differ: ${reply.body.toString("utf8", 0, 500)}`);
}

for (const { file, field, rows } of RECORDINGS) {
  const recording = readRecording(file);
  const skip = recording ? false : `../shared/recordings/${file} is missing`;
  const { getInfo, frames } = recording ?? { getInfo: () => ({}), frames: [] };

  test(`${file}: rows without the field come back in order, byte for byte`, { skip }, async (t) => {
    const splunkd = startCommand(t);
    const setup = await splunkd.request(getInfo([ABSENT, URL]));
    assert.deepEqual(setup?.metadata, { type: "stateful", generating: false, maxinputs: 500 });
    let seen = 0;
    for (const frame of frames) {
      splunkd.write(Buffer.concat(bytesOf(frame)));
      assertUntouched(await splunkd.nextReply(), frame);
      seen += recordsOf(frame.body).length;
    }
    assert.equal(seen, rows);
    await endsWell(splunkd);
  });

  test(`${file}: fed in one go, every request gets its reply`, { skip }, async (t) => {
    const splunkd = startCommand(t);
    splunkd.write(Buffer.concat([encodeFrame(getInfo([ABSENT, URL])), ...frames.map(bytesOf)].flat()));
    splunkd.close();
    await splunkd.nextReply();
    for (const frame of frames) assertUntouched(await splunkd.nextReply(), frame);
    assert.equal(await splunkd.nextReply(), undefined);
    await endsWell(splunkd);
  });

  test(`${file}: rows whose pictures are refused keep their own cells`, { skip }, async (t) => {
    const splunkd = startCommand(t);
    await splunkd.request(getInfo([field, URL]));
    const [frame] = frames;
    assert.ok(frame);
    splunkd.write(Buffer.concat(bytesOf(frame)));
    const reply = await splunkd.nextReply();
    assert.ok(reply);
    assert.equal(reply.metadata["finished"], frame.finished);
    const table = scanTable(reply.body, (columns) => columns);
    const records = recordsOf(frame.body);
    assert.equal(table.rowCount, records.length);
    let refused = 0;
    for (const [row, record] of records.entries()) {
      const start = table.rowStarts[row] ?? 0;
      assert.ok(reply.body.subarray(start, start + record.byteLength).equals(record), `row ${row}`);
      const named = cellText(table, row, field).trim() !== "";
      assert.equal(cellText(table, row, "image_status"), named ? "error" : "");
      assert.match(cellText(table, row, "image_error"), named ? /^(host-refused|bad-name)$/ : /^$/);
      refused += named ? 1 : 0;
    }
    assert.ok(refused > records.length / 2, `${refused} rows refused`);
    assert.match(JSON.stringify(reply.metadata["inspector"]), /"WARN","getimage: no \[server:\*\] stanza allows http/);
    await endsWell(splunkd);
  });
}

function bytesOf({ metadata, body }: { readonly metadata: Buffer; readonly body: Buffer }): Uint8Array[] {
  return [Buffer.from(`chunked 1.0,${metadata.byteLength},${body.byteLength}\n`), metadata, body];
}
