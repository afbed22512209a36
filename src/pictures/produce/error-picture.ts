import { LRUCache } from "lru-cache";
import { errorText } from "../../base/error-text.ts";
import { Evicted } from "../cache/shared/publisher.ts";
import { errorPictureKey } from "../cache/store/key.ts";
import type { ImageError } from "../contract.ts";
import { adviceFor } from "../errors/advice.ts";
import { isConnectionFailure } from "../errors/memory.ts";
import { plainLine, plainText, withoutMiddle } from "../image/caption.ts";
import type { ErrorPictureJob } from "../image/decoder-protocol.ts";
import { deskFor } from "./desk.ts";
import type { Plan } from "./plan.ts";
import type { Showing } from "./present.ts";
import type { World } from "./world.ts";

/** What an error picture says. */
export type ErrorPictureText = Pick<ErrorPictureJob, "title" | "text" | "advice">;

/** A picture that says why there is none; its file is absent where the cache does not take it. */
export type ErrorPicture = { readonly file?: string; readonly link: string };

/** In characters; both together fill the lines of an error picture. */
const MAX_ADDRESS = 120;
const MAX_TEXT = 280;
/** Thousands of rows may want the same. */
const REMEMBERED = 1_000;
/** Shorter than any link lives. */
const REMEMBERED_MS = 30_000;

/**
 * What an error picture says. A server that is down fails all its pictures with one text and so needs one picture; what
 * concerns one picture names that picture.
 */
export function errorPictureText(error: ImageError, plan: Plan | undefined): ErrorPictureText {
  const status = error.httpStatus === undefined ? undefined : `${error.httpStatus} ${error.httpReason}`;
  const url = plan && !isConnectionFailure(error) ? plan.candidates[0].url : undefined;
  const address = url && url.origin + decoded(url.pathname);
  return {
    title: plainLine(status ?? error.code),
    text: errorPictureSentence(address, error.text),
    advice: adviceFor(error),
  };
}

/**
 * What an error picture says of one address, or of a server that is down. A long address loses its middle, so that what
 * happened is said to its end.
 */
export function errorPictureSentence(address: string | undefined, text: string): string {
  const said = withoutMiddle(plainText(text).trim(), MAX_TEXT);
  return address === undefined ? said : `${withoutMiddle(plainText(address).trim(), MAX_ADDRESS)}: ${said}`;
}

/**
 * Makes of an error picture what its reader needs. The file goes afterwards where it is not kept; `name` says what it would
 * be called.
 */
export type UseErrorPicture<View> = (file: string, isKept: boolean, name: string) => View;

/** Error pictures, as their reader needs them. What was drawn lately, or is being drawn, is not drawn again. */
export class ErrorPictures<View> {
  readonly #use: UseErrorPicture<View>;
  readonly #drawn = new LRUCache<string, Promise<{ readonly view: View } | undefined>>({
    max: REMEMBERED,
    ttl: REMEMBERED_MS,
  });

  constructor(use: UseErrorPicture<View>) {
    this.#use = use;
  }

  /** Drawn once for each text. Undefined when it cannot be drawn: the row has its error all the same. */
  async produce(said: ErrorPictureText, world: World): Promise<View | undefined> {
    const name = JSON.stringify(said);
    const drawn = this.#drawn.get(name) ?? draw(said, world, this.#use);
    this.#drawn.set(name, drawn);
    return (await drawn)?.view;
  }
}

/** How a search shows its error pictures. */
export function linkedBy(show: Showing["show"]): UseErrorPicture<ErrorPicture> {
  return (file, isKept, name) =>
    isKept ? { file, link: show({ file, fetchedAt: 0 }) } : { link: show({ file, fetchedAt: 0, name }) };
}

async function draw<View>(
  { title, text, advice }: ErrorPictureText,
  world: World,
  use: UseErrorPicture<View>,
): Promise<{ readonly view: View } | undefined> {
  const { store, cacheHealth } = world;
  try {
    const key = errorPictureKey(title, text, advice);
    const name = `${key}.png`;
    const stored = store.findErrorPicture(key);
    if (stored) return { view: use(stored, true, name) };
    const { temporary, isKept } = deskFor(world);
    const fresh = temporary();
    try {
      const made = await world.decode({ kind: "error-picture", title, text, advice, fresh });
      if (!made.ok) return undefined;
      return { view: isKept ? use(store.commitErrorPicture(key, fresh), true, name) : use(fresh, false, name) };
    } finally {
      store.discard(fresh);
    }
  } catch (thrown) {
    // One that another search evicts while it is being used says nothing about the cache.
    if (!(thrown instanceof Evicted)) cacheHealth.failed(errorText(thrown));
    return undefined;
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
