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

test("a reader of our own that takes too long is stopped, and the picture beside it does not wait", async (t) => {
  const folder = tempFolder(t);
  const file = slowXwd(folder);
  assert.deepEqual(sniff(readFileSync(file).subarray(0, 4_096), ""), { ok: true, value: "xwd" });
  const answered: string[] = [];
  const slow = decoder.decode({ ...renderJob(file, "xwd", folder, "slow"), limits: { ...LIMITS, timeoutSeconds: 6 } });
  const quick = decoder.decode(renderJob(sample("rx_scan_0042"), "jpeg", folder, "quick"));
  const [late, beside] = await Promise.all([
    slow.finally(() => answered.push("slow")),
    quick.finally(() => answered.push("quick")),
  ]);
  assert.ok(beside.ok, JSON.stringify(beside));
  assert.equal(late.ok ? "shown" : late.error.code, "decode-timeout");
  assert.match(late.ok ? "" : late.error.text, /within 6 s/);
  assert.deepEqual(answered, ["quick", "slow"]);
});

test("all pages of a sheet have one time together, and the child outlives them", async (t) => {
  const folder = tempFolder(t);
  const file = join(folder, "slow.pdf");
  const content = `0.5 w ${"0 0 m 300 400 l 10 20 300 2 300 400 c S ".repeat(1_500)}`;
  writeFileSync(file, makePdf({ pages: Array.from({ length: 16 }, () => ({ width: 300, height: 400, content })) }));
  const sheet = async (name: string, timeoutSeconds: number): Promise<{ code: string; seconds: number }> => {
    const job = renderJob(file, "pdf", folder, name);
    const started = performance.now();
    const limits = { ...LIMITS, timeoutSeconds };
    const outcome = await decoder.decode({ ...job, recipe: { ...job.recipe, page: "sheet" }, limits });
    return { code: outcome.ok ? "shown" : outcome.error.code, seconds: (performance.now() - started) / 1000 };
  };
  const { code, seconds } = await sheet("whole", 30);
  assert.equal(code, "shown");
  // Four times what each page needs, and a quarter of what all need.
  assert.equal((await sheet("late", seconds / 4)).code, "decode-timeout");
  assert.ok((await decoder.decode(renderJob(sample("rx_scan_0042"), "jpeg", folder, "next"))).ok);
});
