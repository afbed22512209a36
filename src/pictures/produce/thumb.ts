import { type CacheKey, sourceKey } from "../cache/store/key.ts";
import type { SourceFormat } from "../image/formats.ts";
import type { Recipe } from "../image/recipe.ts";
import type { Picture } from "./picture.ts";
import type { Plan } from "./plan.ts";
import type { ProduceOptions, World } from "./world.ts";

/** Whether a kept picture lacks the thumbnail that the search wants. */
export function lacksThumb({ entry, key, files }: Picture, { thumb }: ProduceOptions): boolean {
  return thumb && entry.thumb === undefined && key !== undefined && files !== undefined;
}

/**
 * A kept picture that was made when nobody asked for a thumbnail gets one now, and keeps it: from its original where that
 * is kept, else from the picture itself. Where none can be made the row has none.
 */
export async function withThumb(
  picture: Picture,
  plan: Plan,
  world: World,
  { thumb: isWanted, limits }: ProduceOptions,
): Promise<Picture> {
  const { entry, key, files } = picture;
  const { store, cacheHealth, spare } = world;
  if (!isWanted || entry.thumb !== undefined || !key || !files) return picture;
  const place = cacheHealth.works() ? () => store.temporary() : spare;
  const temporary: string[] = [];
  try {
    temporary.push(place(), place());
    const [fresh = "", cached = ""] = temporary;
    const file = fileOf(picture, files.fresh, plan, world);
    const rendered = await world.decode({ kind: "render", limits, thumb: true, fetchedAt: 0, ...file, fresh, cached });
    // What stopped it now, such as the end of the search, need not stop the next search.
    if (!rendered.ok) return picture;
    return { ...picture, entry: keptWith(rendered.value.thumb ?? "", key, picture, world) };
  } catch {
    return picture;
  } finally {
    store.discard(...temporary);
  }
}

type File = { readonly source: string; readonly format: SourceFormat; readonly recipe: Recipe };

function fileOf({ entry }: Picture, shown: string, { recipe, allPages }: Plan, { store }: World): File {
  const { origin, page } = entry;
  const source = store.findSource(sourceKey(origin.url));
  const bare = { ...recipe, caption: [] };
  if (source?.entry.origin.fetchedAt !== origin.fetchedAt)
    return { source: shown, format: entry.format === "jpg" ? "jpeg" : entry.format, recipe: { ...bare, page: 1 } };
  // A stored entry's format was sniffed before it was written.
  const format = origin.format as SourceFormat;
  return { source: source.file, format, recipe: { ...bare, page: allPages ? page : recipe.page } };
}

// A cache that cannot be written costs later searches, not this row.
function keptWith(thumb: string, key: CacheKey, { entry }: Picture, { store, cacheHealth }: World): Picture["entry"] {
  const told = { ...entry, thumb };
  // Another search may have fetched it anew meanwhile; its entry is not ours to change.
  const stored = cacheHealth.works() ? store.findResult(key) : undefined;
  if (stored?.entry.origin.fetchedAt !== entry.origin.fetchedAt) return told;
  try {
    store.renewResult(key, { ...stored.entry, thumb });
  } catch (thrown) {
    cacheHealth.failed(thrown instanceof Error ? thrown.message : String(thrown));
  }
  return told;
}
