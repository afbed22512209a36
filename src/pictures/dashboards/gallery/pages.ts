import type { PictureAddress } from "../shared/address.ts";
import { plainCopy, withPage } from "../shared/link-variants.ts";
import type { Item } from "./items.ts";
import type { Picture } from "./picture.ts";

/** What can be leafed through of one record: the pages of its file, or its several pictures. Counted from 0. */
export type Pages = {
  readonly count: number;
  /** The one that the search asked for. */
  readonly start: number;
  /** The number of the first one, for those who type a number: 1, or 0 where a sheet of pages stands before them. */
  readonly firstNumber: 0 | 1;
  readonly at: (index: number) => Picture;
  /** Such as "Page 3"; its number is not always the place in the list. */
  readonly label: (index: number) => string;
  /** A small picture of it, for the strip. */
  readonly small: (index: number) => PictureAddress | undefined;
};

/** Side in pixels of the small pictures that the endpoint makes for the strip. */
const SMALL = 128;

export function pagesOf({ pictures }: Item): Pages {
  const own = pictures();
  const [first] = own;
  const isOnePage = own.length > 1 || first?.link === undefined || first.pages < 2 || !withPage(first.link, 1);
  return isOnePage || first === undefined ? ownPages(own) : filePages(first);
}

// A row may have several values: pages that the search asked for, or files that the record names.
function ownPages(own: readonly Picture[]): Pages {
  const at = (index: number): Picture => own[index] ?? (own[0] as Picture);
  return {
    count: own.length,
    start: 0,
    firstNumber: 1,
    at,
    label: (index) => labelOf(at(index), index),
    small: (index) => smallOf(at(index)),
  };
}

// The search showed one page of a file, or a sheet of several; the endpoint has the others.
function filePages(shown: Picture): Pages {
  const isSheet = shown.page === undefined;
  const pageAt = (index: number): number => (isSheet ? index : index + 1);
  const at = (index: number): Picture => {
    const page = pageAt(index);
    if (page === 0 || page === shown.page) return shown;
    const link = shown.link && withPage(shown.link, page);
    // What the row says of its page need not hold for another one.
    return { ...shown, link, thumb: undefined, size: undefined, page };
  };
  return {
    count: shown.pages + (isSheet ? 1 : 0),
    start: isSheet ? 0 : Math.min((shown.page ?? 1) - 1, shown.pages - 1),
    firstNumber: isSheet ? 0 : 1,
    at,
    label: (index) => (pageAt(index) === 0 ? "Sheet" : `Page ${pageAt(index)}`),
    small: (index) => smallOf(at(index)),
  };
}

function labelOf({ page, pages }: Picture, index: number): string {
  return page !== undefined && pages > 1 ? `Page ${page}` : `Picture ${index + 1}`;
}

function smallOf({ thumb, link }: Picture): PictureAddress | undefined {
  return thumb ?? (link && (plainCopy(link, SMALL) ?? link));
}
