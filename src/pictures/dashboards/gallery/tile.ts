import { shownText } from "../../../web/cell.ts";
import { make } from "../../../web/make.ts";
import { severityBadge } from "../shared/picture-words.ts";
import type { Item } from "./items.ts";
import { pagesOf } from "./pages.ts";
import type { PictureQueue } from "./picture-queue.ts";
import { makeTilePicture } from "./tile-picture.ts";

export type TileOptions = {
  readonly queue: PictureQueue;
  readonly side: number;
  readonly sharpen: boolean;
};

/** One record of the grid: a button that opens it. */
export type Tile = {
  readonly item: Item;
  /** The cell of the grid. */
  readonly root: HTMLElement;
  readonly button: HTMLButtonElement;
  /** Tells which of how many it is, from 0. */
  readonly count: (index: number, total: number) => void;
  /** It is out of view: nothing more is loaded for it. */
  readonly drop: () => void;
};

export function makeTile(item: Item, options: TileOptions): Tile {
  const [first] = item.pictures();
  const pages = pagesOf(item).count;
  // pictures() is never empty; the type does not say so.
  const picture = first && makeTilePicture(first, options);
  const facts = [shownText(item.cell("image_format"), 12).toUpperCase()].filter((fact) => fact !== "");
  const place = make("span", { class: "gx-unseen" });
  const button = make(
    "button",
    { type: "button", class: "gx-tile", tabindex: "-1", title: item.caption, "aria-haspopup": "dialog" },
    ...(picture ? [picture.root] : []),
    ...(pages > 1 ? [make("span", { class: "gx-pages" }, `${pages.toLocaleString("en")} pages`)] : []),
    make("span", { class: "gx-caption", dir: "auto" }, item.caption),
    make("span", { class: "gx-line" }, stateOf(item), ...facts.map((fact) => make("span", { class: "gx-fact" }, fact))),
    place,
  );
  return {
    item,
    root: make("div", { role: "gridcell", class: "gx-cell" }, button),
    button,
    count: (index, total) => {
      place.textContent = `, ${index + 1} of ${total}`;
    },
    drop: () => picture?.cancel(),
  };
}

// Of several pictures some may be there although the worst is not.
function stateOf({ severity, pictures }: Item): HTMLElement {
  const all = pictures();
  const missing = all.filter((picture) => picture.severity === "severe").length;
  const isPart = missing > 0 && missing < all.length;
  return isPart ? severityBadge(severity, `${missing} of ${all.length} missing`) : severityBadge(severity);
}
