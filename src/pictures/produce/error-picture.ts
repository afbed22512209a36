import { LRUCache } from "lru-cache";
import { errorText } from "../../base/error-text.ts";
import { placardKey } from "../cache/store/key.ts";
import type { PlacardJob } from "../image/decoder-protocol.ts";
import type { World } from "./world.ts";

/** What an error picture says. */
export type PlacardText = Pick<PlacardJob, "title" | "text" | "advice">;

/** A picture that says why there is none; its file is absent where the cache does not take it. */
export type Placard = { readonly file?: string; readonly link: string };

/** What was drawn lately, or is being drawn: thousands of rows may want the same. */
export type PlacardMemory = LRUCache<string, Promise<Placard | undefined>>;

const REMEMBERED = 1_000;
/** Shorter than any link lives. */
const REMEMBERED_MS = 30_000;

export function placardMemory(): PlacardMemory {
  return new LRUCache({ max: REMEMBERED, ttl: REMEMBERED_MS });
}

/** Drawn once for each text. Undefined when it cannot be drawn: the row tells its error all the same. */
export function producePlacard(said: PlacardText, world: World): Promise<Placard | undefined> {
  const name = JSON.stringify(said);
  const known = world.placards.get(name);
  if (known) return known;
  const drawn = draw(said, world);
  world.placards.set(name, drawn);
  return drawn;
}

async function draw({ title, text, advice }: PlacardText, world: World): Promise<Placard | undefined> {
  const { store, keeping, show } = world;
  try {
    const key = placardKey(title, text, advice);
    const stored = store.findPlacard(key);
    if (stored) return { file: stored, link: show({ file: stored, fetchedAt: 0 }) };
    const isKept = keeping.works();
    const fresh = isKept ? store.temporary() : world.spare();
    try {
      const made = await world.decode({ kind: "placard", title, text, advice, fresh });
      if (!made.ok) return undefined;
      if (!isKept) return { link: show({ file: fresh, fetchedAt: 0, name: `${key}.png` }) };
      const file = store.commitPlacard(key, fresh);
      return { file, link: show({ file, fetchedAt: 0 }) };
    } finally {
      store.discard(fresh);
    }
  } catch (thrown) {
    keeping.failed(errorText(thrown));
    return undefined;
  }
}
