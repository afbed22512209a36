import { placardKey } from "../cache/key.ts";
import { errorText } from "../lib/error-text.ts";
import type { World } from "./world.ts";

/** A picture that says why there is none; its file is absent where the cache does not take it. */
export type Placard = { readonly file?: string; readonly link: string };

/** Drawn once for each text. Undefined when it cannot be drawn: the row tells its error all the same. */
export async function producePlacard(title: string, text: string, world: World): Promise<Placard | undefined> {
  const { store, keeping, publish } = world;
  try {
    const key = placardKey(title, text);
    const stored = store.findPlacard(key);
    if (stored) return { file: stored, link: publish(stored, 0) };
    const isKept = keeping.works();
    const fresh = isKept ? store.temporary() : world.spare();
    try {
      const drawn = await world.decode({ kind: "placard", title, text, fresh });
      if (!drawn.ok) return undefined;
      if (!isKept) return { link: publish(fresh, 0, `${key}.png`) };
      const file = store.commitPlacard(key, fresh);
      return { file, link: publish(file, 0) };
    } finally {
      store.discard(fresh);
    }
  } catch (thrown) {
    keeping.failed(errorText(thrown));
    return undefined;
  }
}
