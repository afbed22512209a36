import { LRUCache } from "lru-cache";
import { errorText } from "../../base/error-text.ts";
import { errorPictureKey } from "../cache/store/key.ts";
import type { ErrorPictureJob } from "../image/decoder-protocol.ts";
import type { World } from "./world.ts";

/** What an error picture says. */
export type ErrorPictureText = Pick<ErrorPictureJob, "title" | "text" | "advice">;

/** A picture that says why there is none; its file is absent where the cache does not take it. */
export type ErrorPicture = { readonly file?: string; readonly link: string };

/** What was drawn lately, or is being drawn: thousands of rows may want the same. */
export type ErrorPictureMemory = LRUCache<string, Promise<ErrorPicture | undefined>>;

const REMEMBERED = 1_000;
/** Shorter than any link lives. */
const REMEMBERED_MS = 30_000;

export function errorPictureMemory(): ErrorPictureMemory {
  return new LRUCache({ max: REMEMBERED, ttl: REMEMBERED_MS });
}

/** Drawn once for each text. Undefined when it cannot be drawn: the row tells its error all the same. */
export function produceErrorPicture(said: ErrorPictureText, world: World): Promise<ErrorPicture | undefined> {
  const name = JSON.stringify(said);
  const known = world.errorPictures.get(name);
  if (known) return known;
  const drawn = draw(said, world);
  world.errorPictures.set(name, drawn);
  return drawn;
}

async function draw({ title, text, advice }: ErrorPictureText, world: World): Promise<ErrorPicture | undefined> {
  const { store, cacheHealth, show } = world;
  try {
    const key = errorPictureKey(title, text, advice);
    const stored = store.findErrorPicture(key);
    if (stored) return { file: stored, link: show({ file: stored, fetchedAt: 0 }) };
    const isKept = cacheHealth.works();
    const fresh = isKept ? store.temporary() : world.spare();
    try {
      const made = await world.decode({ kind: "error-picture", title, text, advice, fresh });
      if (!made.ok) return undefined;
      if (!isKept) return { link: show({ file: fresh, fetchedAt: 0, name: `${key}.png` }) };
      const file = store.commitErrorPicture(key, fresh);
      return { file, link: show({ file, fetchedAt: 0 }) };
    } finally {
      store.discard(fresh);
    }
  } catch (thrown) {
    cacheHealth.failed(errorText(thrown));
    return undefined;
  }
}
