import { seededRandom } from "../src/base/random.ts";
import { Installation } from "./soak/installation.ts";
import { lastSearch, planSearch } from "./soak/plan.ts";
import { runPlan } from "./soak/search.ts";
import { startServers } from "./soak/servers.ts";
import { Tally } from "./soak/tally.ts";

/**
 * Many searches at once over one small cache and image servers in all moods; some are killed, some are cancelled, and
 * the cache grows old. `npm run soak -- [seconds] [seed]`; ends with exit code 1 when something got lost or torn.
 */
const AT_ONCE = 4;
const SHIFT_MS = 15_000;
const PROGRESS_MS = 5_000;
const HOUR = 3_600;
const DAY = 24 * HOUR;
/** In turn: past cache=60, past the age of a picture, past the age up to which it is shown as stale. */
const AGES = [2 * HOUR, 31 * DAY, 2 * HOUR, 40 * DAY];

const [seconds, seed] = [process.argv[2] ?? "120", process.argv[3] ?? String(Date.now() % 1_000_000)].map(Number);
if (!seconds || seed === undefined || !Number.isInteger(seed)) {
  console.error("usage: npm run soak -- [seconds] [seed, a whole number]");
  process.exit(2);
}
const servers = await startServers();
const installation = new Installation(servers);
const tally = new Tally(installation);
const random = seededRandom(seed);
const startedAt = performance.now();
let until = startedAt + 1_000 * seconds;
let planned = 0;
// The searches get the signal too, from the terminal.
process.once("SIGINT", () => {
  until = 0;
});
const report = (): void => {
  tally.measure();
  console.log(`${Math.round((performance.now() - startedAt) / 1_000)} s: ${tally.progress()}`);
};
console.log(`Soaking for ${seconds} s with seed ${seed}`);
const timer = setInterval(report, PROGRESS_MS);
try {
  for (let shift = 0; performance.now() < until; shift++) {
    const shiftEnds = Math.min(until, performance.now() + SHIFT_MS);
    await Promise.all(Array.from({ length: AT_ONCE }, () => searchUntil(shiftEnds)));
    installation.age(AGES[shift % AGES.length] ?? HOUR);
  }
  if (!installation.sweep()) tally.harm("searches that ended badly", 1, "getimage cache sweep");
  const last = lastSearch(servers);
  await tally.addLast(last, await runPlan(installation.command, last));
  tally.finish();
  report();
} finally {
  clearInterval(timer);
  await servers.close();
  installation.remove();
}
console.log(`\n${tally.table(servers.requests())}\nseed ${seed}`);
process.exitCode = tally.isClean ? 0 : 1;

async function searchUntil(end: number): Promise<void> {
  while (performance.now() < Math.min(end, until)) {
    const plan = planSearch(random, servers, planned++);
    await tally.add(plan, await runPlan(installation.command, plan));
  }
}
