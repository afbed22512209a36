import type { Variant } from "../cache/store/layout.ts";
import type { ImageError } from "../contract.ts";
import type { Picture } from "./picture.ts";
import type { Plan } from "./plan.ts";

/** Root-relative addresses of a picture, for the row that asked first and for the rows after it. */
export type Links = { readonly fresh: string; readonly cached: string };

/** A picture that lies in a file, and what is known of it. */
export type ShownFile = {
  readonly file: string;
  /** When its original was fetched, in milliseconds since 1970; 0 for an error picture. */
  readonly fetchedAt: number;
  /** What it shows; absent for an error picture. */
  readonly picture?: { readonly plan: Plan; readonly variant: Variant };
  /** Present where the file is not kept and its own name means nothing. */
  readonly name?: string;
};

/** How browsers reach the pictures of a search. */
export type Showing = {
  /** Makes a picture reachable, and gives its address. @throws Evicted */
  readonly show: (shown: ShownFile) => string;
  /** The address of the picture that says why there is none; absent where that has to be drawn beforehand. */
  readonly failureLink?: (error: ImageError, plan: Plan | undefined) => string;
};

/** @throws Evicted where a file was deleted since the picture was found */
export function linksOf({ entry, cache, key, files, isKept }: Picture, plan: Plan, show: Showing["show"]): Links {
  const { origin, format } = entry;
  const shown = (variant: Variant): string => {
    const name = variant === "fresh" ? `${key}.${format}` : `${key}.cached.${format}`;
    const facts = { file: files[variant], fetchedAt: origin.fetchedAt, picture: { plan, variant } };
    return show(isKept ? facts : { ...facts, name });
  };
  if (!isKept) {
    // The files go when the row is answered, so both variants are laid out now.
    const fresh = shown("fresh");
    return { fresh, cached: files.cached === files.fresh ? fresh : shown("cached") };
  }
  // Only a fetched picture is shown without the mark first; with the cache off it never gets one.
  const isFetched = cache === "miss" || cache === "off";
  const fresh = shown(isFetched ? "fresh" : "cached");
  return { fresh, cached: cache === "miss" ? shown("cached") : fresh };
}
