import { integerBelow, type Random } from "../../src/base/random.ts";
import type { ServerName, Servers } from "./servers.ts";

/** What a search is asked to do, and what happens to it. */
export type Plan = {
  readonly args: readonly string[];
  /** Names of pictures, chunk by chunk. */
  readonly chunks: readonly (readonly string[])[];
  readonly fate: Fate;
  /** Milliseconds after its start at which that happens. */
  readonly after: number;
};
export type Fate = "unharmed" | "killed" | "cancelled";

const SERVERS: readonly ServerName[] = ["good", "good", "good", "flaky", "flaky", "stern", "sick", "dead"];
const FATES: readonly Fate[] = ["unharmed", "unharmed", "unharmed", "killed", "killed", "cancelled"];
const LONGEST_LIFE_MS = 2_500;
const PICTURES = 4_000;
const LIVE_PICTURES = 40;
/** Pictures that nobody has yet, and all searches of about the same time want. */
const NEW_PICTURES = 60;
const SEARCHES_AT_A_TIME = 8;
const MOST_CHUNKS = 3;
const MOST_ROWS = 80;

/** Each of these with a chance of its own. */
const OPTIONS: readonly (readonly [chance: number, option: string])[] = [
  [0.2, "size=64x64"],
  [0.15, "format=png"],
  [0.1, "format=webp"],
  [0.1, "annotate=false"],
  [0.1, "refresh=true"],
  [0.15, "concurrency=4"],
  [0.1, "retries=0"],
];
const CACHES: readonly string[] = ["", "", "", "cache=60", "cache=false"];

/** @param nth how many searches were planned before this one */
export function planSearch(random: Random, servers: Servers, nth: number): Plan {
  const among = <Item>(items: readonly Item[]): Item | undefined => items[integerBelow(random, items.length)];
  const upTo = (most: number): number => Math.ceil(random() * most);
  const named = new Set<string>();
  const options = [among(CACHES) ?? "", ...OPTIONS.map(([chance, option]) => (random() < chance ? option : ""))].filter(
    (option) => {
      const [name = ""] = option.split("=");
      const isNew = option !== "" && !named.has(name);
      named.add(name);
      return isNew;
    },
  );
  const bases = [among(SERVERS), ...(random() < 0.3 ? [among(SERVERS)] : [])].map((name) =>
    servers.baseOf(name ?? "good"),
  );
  // Some pictures are asked for by everybody, some by those of the same moment, and most by few.
  const nameOf = (): string => {
    const lot = random();
    if (lot < 0.1) return `live-${upTo(LIVE_PICTURES)}.png`;
    if (lot < 0.3) return `new-${Math.floor(nth / SEARCHES_AT_A_TIME)}-${upTo(NEW_PICTURES)}.png`;
    return `scan-${Math.ceil(random() ** 2 * PICTURES)}.png`;
  };
  const chunks = Array.from({ length: upTo(MOST_CHUNKS) }, () => Array.from({ length: upTo(MOST_ROWS) }, nameOf));
  return {
    args: [...new Set(bases), ...options],
    chunks,
    fate: among(FATES) ?? "unharmed",
    after: random() * LONGEST_LIFE_MS,
  };
}

/** Behind all the others, over pictures of a server that has them all. */
export function lastSearch(servers: Servers): Plan {
  const names = Array.from({ length: MOST_ROWS }, (_, number) => `scan-${number + 1}.png`);
  // With time enough: what is not shown is lost.
  return { args: [servers.baseOf("good"), "timeout=60"], chunks: [names], fate: "unharmed", after: 0 };
}
