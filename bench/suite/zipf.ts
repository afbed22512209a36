import type { CacheLimits } from "../../src/pictures/cache/quota/limits.ts";
import { SHARDS } from "../../src/pictures/cache/store/layout.ts";
import type { Bench, Context, Findings } from "../bench.ts";
import { numberText } from "../measure/goals.ts";
import { replay } from "../zipf/replay.ts";
import { mixed, zipfRanks } from "../zipf/zipf-names.ts";

const NAMES = 10_000_000;
const ACCESSES = 20_000_000;
/** Of a site of some hundred users; ranks are drawn anew for each exponent. */
const PER_SECOND = 20;
const EXPONENTS = [0.8, 1, 1.2];
const GIGABYTE = 2 ** 30;
const CACHES: readonly { readonly name: string; readonly limits: CacheLimits; readonly keepSource: boolean }[] = [
  { name: "20 GB, originals kept (default)", limits: limits(20, 2_000_000), keepSource: true },
  { name: "20 GB, no originals", limits: limits(20, 2_000_000), keepSource: false },
  { name: "200 GB, originals kept", limits: limits(200, 20_000_000), keepSource: true },
  { name: "200 GB, no originals", limits: limits(200, 20_000_000), keepSource: false },
];

/** How often the cache has what is asked for: the program's own eviction over 10 million names. */
export const zipf: Bench = {
  name: "zipf",
  what: "a simulation: hit rate over 10 million names, by the size of the cache",
  isInShortForm: false,
  run,
};

async function run({ isShort, random, report }: Context): Promise<Findings> {
  const accesses = isShort ? ACCESSES / 10 : ACCESSES;
  const rows: string[] = [];
  for (const exponent of EXPONENTS) {
    report(`drawing ${numberText(accesses)} names, exponent ${exponent}`);
    const asked = ofOneShard(exponent, accesses, random);
    for (const { name, limits: bounds, keepSource } of CACHES) {
      const { hits, converted, fetched, entries, lookedPerPicture } = replay(asked, bounds, keepSource, PER_SECOND);
      const share = (count: number): string => `${((100 * count) / (hits + converted + fetched)).toFixed(1)} %`;
      const cells = [
        exponent,
        name,
        share(hits),
        share(converted),
        share(fetched),
        entries * SHARDS.length,
        lookedPerPicture,
      ];
      rows.push(`| ${cells.map((cell) => (typeof cell === "number" ? numberText(cell) : cell)).join(" | ")} |`);
      report(rows.at(-1) ?? "");
    }
  }
  const head =
    "| exponent | cache | hit | made again from its original | fetched | entries at the end | entries looked at for each picture kept |";
  const note = `${numberText(NAMES)} names, ${numberText(accesses)} accesses, ${PER_SECOND} a second; one shard of ${SHARDS.length} is simulated, which stands for all; the second half of the accesses counts`;
  return { lines: [], goals: [], notes: [note], text: [head, "|---|---|---|---|---|---|---|", ...rows].join("\n") };
}

// Which names lie in the shard is as good as chance, so it has the same mix of often and seldom as all of the cache.
function ofOneShard(exponent: number, accesses: number, random: () => number): Parameters<typeof replay>[0] {
  const draw = zipfRanks(NAMES, exponent, random);
  const ranks: number[] = [];
  const times: number[] = [];
  for (let access = 0; access < accesses; access++) {
    const rank = draw();
    if (mixed(rank) % SHARDS.length !== 0) continue;
    ranks.push(rank);
    times.push(access);
  }
  return { ranks, times, accesses };
}

function limits(gigabytes: number, maxFiles: number): CacheLimits {
  return { maxAgeSeconds: 37 * 86_400, maxBytes: gigabytes * GIGABYTE, maxFiles, minFree: 0 };
}
