import { followTheme, isDarkGround } from "../../../web/ground.ts";
import { make } from "../../../web/make.ts";
import { SEVERITIES } from "../../contract.ts";
import { severityBadge } from "../shared/picture-words.ts";
import { makeGrid } from "./grid.ts";
import { type Item, itemsOf, sorted } from "./items.ts";
import { makeLightbox } from "./lightbox.ts";
import type { GalleryOptions } from "./options.ts";
import { MAX_ROWS, type Results } from "./results.ts";

/** The whole visualization: tiles, and the record that is open. */
export type Gallery = {
  readonly show: (results: Results, options: GalleryOptions) => void;
  readonly reflow: () => void;
  readonly end: () => void;
};

export type GallerySurroundings = {
  /** Whether the page is dark; undefined where only its colours show it. */
  readonly isDark: (() => boolean) | undefined;
  /** A record was opened. */
  readonly opened: (item: Item, event: Event) => void;
};

export function makeGallery(element: HTMLElement, { isDark, opened }: GallerySurroundings): Gallery {
  const summary = make("p", { class: "gx-summary" });
  const empty = make("p", { class: "gx-empty" }, "The search found no records. Widen its time range or its filters.");
  const grid = makeGrid((index, event) => {
    const item = items[index];
    if (!item) return;
    lightbox.open(items, index);
    opened(item, event);
  });
  const root = make("div", { class: "gx-gallery" }, summary, grid.root, empty);
  const lightbox = makeLightbox((last) => grid.focus(items.findIndex(({ key }) => key === last.key)));
  let items: readonly Item[] = [];
  let shown: { readonly results: Results; readonly options: GalleryOptions } | undefined;

  element.append(root);
  const ends = [root, lightbox.root].map((part) => followTheme(part, isDark ?? (() => isDarkGround(element))));
  return {
    show: (results, options) => {
      const isSameData =
        shown?.results === results &&
        shown.options.captionField === options.captionField &&
        shown.options.sort === options.sort;
      if (!isSameData) items = sorted(itemsOf(results, options.captionField), options.sort);
      shown = { results, options };
      empty.hidden = items.length > 0;
      summary.hidden = grid.root.hidden = items.length === 0;
      if (!isSameData) summary.replaceChildren(...summaryOf(items));
      grid.show(items, options);
      lightbox.update(items);
    },
    reflow: grid.reflow,
    end: () => {
      for (const stop of ends) stop();
      lightbox.end();
      grid.end();
      root.remove();
    },
  };
}

function summaryOf(items: readonly Item[]): readonly Node[] {
  const total = items.length.toLocaleString("en");
  const words =
    items.length < MAX_ROWS
      ? `${total} ${items.length === 1 ? "record" : "records"}`
      : `The first ${total} records; narrow the search to see others`;
  const states = [...SEVERITIES, undefined].map((severity) => {
    const count = items.filter((item) => item.severity === severity).length;
    return count === 0
      ? undefined
      : make("span", { class: "gx-count" }, count.toLocaleString("en"), " ", severityBadge(severity));
  });
  return [make("strong", {}, words), ...states.flatMap((state) => state ?? [])];
}
