import type { Item } from "./items.ts";
import { type Pages, pagesOf } from "./pages.ts";
import type { Picture } from "./picture.ts";

/** Where somebody is who walks through the records: the record, and the page of it. */
export type Place = {
  readonly item: Item;
  /** Among the records as they are now, from 0; undefined once the record is not among them any more. */
  readonly index: number | undefined;
  /** Where the record was last, so that walking on goes from there. */
  readonly near: number;
  readonly pages: Pages;
  readonly page: number;
};

export function placeAt(items: readonly Item[], index: number): Place | undefined {
  const item = items[index];
  if (!item) return undefined;
  const pages = pagesOf(item);
  return { item, index, near: index, pages, page: pages.start };
}

/** The record so many steps on; the same place where there is none. */
export function walkedBy(place: Place, items: readonly Item[], steps: number): Place {
  const from = place.index ?? place.near - (steps > 0 ? 1 : 0);
  const to = Math.min(Math.max(from + steps, 0), items.length - 1);
  return to === place.index ? place : (placeAt(items, to) ?? place);
}

export function onPage(place: Place, page: number): Place {
  return { ...place, page: Math.min(Math.max(page, 0), place.pages.count - 1) };
}

/** The same record among newer results, on the same page as far as it has one. */
export function placeIn(place: Place, items: readonly Item[]): Place {
  const index = items.findIndex(({ key }) => key === place.item.key);
  const found = placeAt(items, index);
  if (!found) return { ...place, index: undefined, near: Math.min(place.near, items.length) };
  // Only for one that has them anew are the pages counted anew, so that nobody is thrown back to the first.
  return onPage(found, place.page);
}

export function pictureOf({ pages, page }: Place): Picture {
  return pages.at(page);
}

/** Such as "Ada Lovelace, page 2". */
export function nameOf({ item, pages, page }: Place): string {
  return pages.count > 1 ? `${item.caption}, ${pages.label(page).toLowerCase()}` : item.caption;
}

/** Such as "3 of 1,000". */
export function placeText({ index }: Place, total: number): string {
  return index === undefined
    ? "not in the results now"
    : `${(index + 1).toLocaleString("en")} of ${total.toLocaleString("en")}`;
}
