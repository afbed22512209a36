import { errorText } from "../../base/error-text.ts";
import { sourceKey } from "../cache/store/key.ts";
import type { SourceFormat } from "../image/formats.ts";
import { type Recipe, recipeOfCopy } from "../image/recipe.ts";
import { deskFor } from "./desk.ts";
import type { Picture } from "./picture.ts";
import type { PictureTask } from "./task.ts";

/**
 * A kept picture that was made when nobody asked for a thumbnail gets one now, and keeps it: from its original where that
 * is kept, else from the picture itself. Where none can be made the row has none.
 */
export async function withThumb(picture: Picture, task: PictureTask): Promise<Picture> {
  const { world, options } = task;
  if (!options.thumb || picture.entry.thumb !== undefined || !picture.isKept) return picture;
  const { temporary } = deskFor(world);
  const files: string[] = [];
  try {
    files.push(temporary(), temporary());
    const [fresh = "", cached = ""] = files;
    const input = inputFor(picture, task);
    const job = { kind: "render", limits: options.limits, thumb: true, fetchedAt: 0, fresh, cached, ...input } as const;
    const rendered = await world.decode(job);
    // What stopped it now, such as the end of the search, need not stop the next search.
    if (!rendered.ok) return picture;
    return { ...picture, entry: keptWith(rendered.value.thumb ?? "", picture, task) };
  } catch {
    return picture;
  } finally {
    world.store.discard(...files);
  }
}

type Input = { readonly source: string; readonly format: SourceFormat; readonly recipe: Recipe };

function inputFor({ entry, files }: Picture, { plan: { recipe, allPages }, world }: PictureTask): Input {
  const { origin, page } = entry;
  const source = world.store.findSource(sourceKey(origin.url));
  if (source?.entry.origin.fetchedAt !== origin.fetchedAt) {
    const format = entry.format === "jpg" ? "jpeg" : entry.format;
    return { source: files.fresh, format, recipe: recipeOfCopy(recipe) };
  }
  // A stored entry's format was sniffed before it was written.
  const format = origin.format as SourceFormat;
  return { source: source.file, format, recipe: { ...recipe, caption: [], page: allPages ? page : recipe.page } };
}

// A cache that cannot be written costs later searches, not this row.
function keptWith(thumb: string, { entry, key }: Picture, { world }: PictureTask): Picture["entry"] {
  const { store, cacheHealth } = world;
  const whole = { ...entry, thumb };
  // Another search may have fetched it anew meanwhile; its entry is not ours to change.
  const stored = cacheHealth.works() ? store.findResult(key) : undefined;
  if (stored?.entry.origin.fetchedAt !== entry.origin.fetchedAt) return whole;
  try {
    store.renewResult(key, { ...stored.entry, thumb });
  } catch (thrown) {
    cacheHealth.failed(errorText(thrown));
  }
  return whole;
}
