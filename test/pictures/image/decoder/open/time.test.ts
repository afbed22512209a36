import assert from "node:assert/strict";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { sniff } from "../../../../../src/pictures/image/sniff.ts";
import { LIMITS, realDecoder, renderJob } from "../../../../helpers/decoder.ts";
import { makePdf } from "../../../../helpers/make-pdf.ts";
import { sample } from "../../../../helpers/samples.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const decoder = realDecoder({ after });

/** A dump of a window of 32 planes, each of them read for each pixel: minutes of work in a file that has nothing but a header. */
function slowXwd(folder: string): string {
  const [side, planes, headerBytes] = [8_000, 32, 100];
  const numbers = [
    headerBytes,
    7,
    1,
    planes,
    side,
    side,
    0,
    1,
    32,
    1,
    32,
    planes,
    side / 8,
    4,
    255,
    65_280,
    16_711_680,
  ];
  const header = Buffer.alloc(headerBytes);
  for (const [index, number] of numbers.entries()) header.writeUInt32BE(number, index * 4);
  const file = join(folder, "slow.xwd");
  writeFileSync(file, header);
  truncateSync(file, headerBytes + (side / 8) * side * planes);
  return file;
}

test("a picture does not wait for another that takes minutes in a reader of our own", async (t) => {
  const own = realDecoder(t);
  const folder = tempFolder(t);
  const file = slowXwd(folder);
  assert.deepEqual(sniff(readFileSync(file).subarray(0, 4_096), ""), { ok: true, value: "xwd" });
  const slow = own.decode(renderJob(file, "xwd", folder, "slow"));
  const quick = await own.decode(renderJob(sample("rx_scan_0042"), "jpeg", folder, "quick"));
  assert.ok(quick.ok, JSON.stringify(quick));
  own.close();
  const late = await slow;
  assert.equal(late.ok ? "shown" : late.error.code, "cancelled", "it was still at work");
});

test("a reader of our own that takes too long is stopped", async (t) => {
  const folder = tempFolder(t);
  const job = renderJob(slowXwd(folder), "xwd", folder, "slow");
  const late = await decoder.decode({ ...job, limits: { ...LIMITS, timeoutSeconds: 1 } });
  assert.equal(late.ok ? "shown" : late.error.code, "decode-timeout");
  assert.match(late.ok ? "" : late.error.text, /within 1 s/);
});

test("all pages of a sheet have one time together, and the child outlives them", async (t) => {
  const folder = tempFolder(t);
  const file = join(folder, "slow.pdf");
  const content = `0.5 w ${"0 0 m 300 400 l 10 20 300 2 300 400 c S ".repeat(1_500)}`;
  writeFileSync(file, makePdf({ pages: Array.from({ length: 16 }, () => ({ width: 300, height: 400, content })) }));
  // A page takes less than this on a machine that is not busy, and all of them take more on any.
  const sheet = { ...renderJob(file, "pdf", folder, "sheet"), limits: { ...LIMITS, timeoutSeconds: 1 } };
  const all = await decoder.decode({ ...sheet, recipe: { ...sheet.recipe, page: "sheet" } });
  assert.equal(all.ok ? "shown" : all.error.code, "decode-timeout");
  const one = await decoder.decode(renderJob(file, "pdf", folder));
  assert.ok(one.ok, JSON.stringify(one));
});
