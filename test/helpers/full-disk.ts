import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorText } from "../../src/base/error-text.ts";
import { freePercent } from "../../src/pictures/cache/quota/room.ts";
import { keyFor, openStore, put } from "./entries.ts";

/** Writes twice as much as a disk holds, then lets somebody else fill it; prints what it saw. */
const [folder = ""] = process.argv.slice(2);
let now = Date.now();
const store = openStore({ after: () => {} }, folder, { minFree: 50 }, () => now);

function refusal(number: number): string {
  // Later than any answer about the disk is remembered.
  now += 2_000;
  try {
    put(store, keyFor(`${number}`), "x".repeat(40_000), "y".repeat(40_000));
    return "";
  } catch (thrown) {
    return errorText(thrown);
  }
}

let least = 100;
const refused = [];
for (let number = 0; number < 200; number++) {
  if (refusal(number) !== "") refused.push(number);
  least = Math.min(least, freePercent(folder));
}
const stranger = join(folder, "stranger");
writeFileSync(stranger, Buffer.alloc(Math.floor((freePercent(folder) / 100) * 8 * 2 ** 20) - 150_000));
const whileFull = refusal(1_000);
rmSync(stranger);
const afterwards = refusal(1_001);
const isKept = store.findResult(keyFor("1001")) !== undefined;
process.stdout.write(JSON.stringify({ least, refused, whileFull, afterwards, isKept }));
