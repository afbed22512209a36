import { type Amount, type CacheLimits, diskBytes } from "../../src/pictures/cache/quota/limits.ts";
import { ModelShard } from "./model-shard.ts";
import { mixed } from "./zipf-names.ts";

/** Accesses to the names of one shard. */
export type Asked = {
  readonly ranks: readonly number[];
  /** The number of each among all accesses. */
  readonly times: readonly number[];
  readonly accesses: number;
};

export type Replayed = {
  /** The picture was there; its original was, and it was made anew; it was fetched. Of the second half of all accesses. */
  readonly hits: number;
  readonly converted: number;
  readonly fetched: number;
  readonly entries: number;
  readonly lookedPerPicture: number;
};

const SIDECAR = 600;
/** Of a picture in both variants, as the scans of the benches give them at 500x500. */
const RESULT: Amount = { bytes: 2 * diskBytes(28_000) + diskBytes(SIDECAR), files: 3 };
/** Kilobytes of originals, each as frequent as in the mix of the benches: of 200 pictures so many. */
const ORIGINALS: readonly (readonly [count: number, kilobytes: number])[] = [
  [40, 22],
  [30, 35],
  [15, 65],
  [20, 9_269],
  [15, 2_788],
  [10, 590],
  [10, 1_850],
  [10, 507],
  [15, 3_233],
  [20, 1_026],
  [5, 336],
  [5, 78],
  [5, 512],
];
const SIZES = ORIGINALS.flatMap(([count, kilobytes]) => Array.from({ length: count }, () => 1_024 * kilobytes));

/** Runs accesses through a model of one shard, whose sources and results share its quota. */
export function replay(
  { ranks, times, accesses }: Asked,
  limits: CacheLimits,
  keepSource: boolean,
  perSecond: number,
): Replayed {
  let now = 1_700_000_000_000;
  const started = now;
  const shard = new ModelShard(limits, () => now);
  const counts = { hits: 0, converted: 0, fetched: 0 };
  let kept = 0;
  for (const [index, rank] of ranks.entries()) {
    const access = times[index] ?? 0;
    now = started + (1_000 * access) / perSecond;
    const outcome = ask(shard, rank, keepSource);
    if (outcome !== "hits") kept++;
    // The first half fills the cache.
    if (access >= accesses / 2) counts[outcome]++;
  }
  return { ...counts, entries: shard.size, lookedPerPicture: kept === 0 ? 0 : shard.looked / kept };
}

function ask(shard: ModelShard, rank: number, keepSource: boolean): "hits" | "converted" | "fetched" {
  if (shard.find(`result ${rank}`)) return "hits";
  const hasSource = keepSource && shard.find(`source ${rank}`);
  if (keepSource && !hasSource) shard.keep(`source ${rank}`, sourceAmount(rank));
  shard.keep(`result ${rank}`, RESULT);
  return hasSource ? "converted" : "fetched";
}

function sourceAmount(rank: number): Amount {
  const size = SIZES[mixed(rank + 1) % SIZES.length] ?? 0;
  return { bytes: diskBytes(size) + diskBytes(SIDECAR), files: 2 };
}
