import { shownText } from "../../../web/cell.ts";
import { make } from "../../../web/make.ts";
import type { PictureAddress } from "../shared/address.ts";
import { plainCopy } from "../shared/link-variants.ts";
import { severityBadge } from "../shared/picture-words.ts";
import { BROKEN, makeErrorPanel, missingWords } from "./error-panel.ts";
import type { Item } from "./items.ts";
import { pagesOf } from "./pages.ts";
import type { Picture } from "./picture.ts";
import type { PictureOrder, PictureQueue } from "./picture-queue.ts";

/** Sides for which the endpoint is asked: few, so that tiles of about the same size share one picture in its cache. */
const SIDES = [128, 256, 512, 1024];
/** A thumbnail may be enlarged by so much before a larger picture is worth a request. */
const BEARABLE = 1.25;

export type TileOptions = {
  readonly queue: PictureQueue;
  /** Side of its picture in CSS pixels. */
  readonly side: number;
  readonly sharpen: boolean;
};

/** One record of the grid: a button that opens it. */
export type Tile = {
  readonly item: Item;
  /** The cell of the grid. */
  readonly root: HTMLElement;
  readonly button: HTMLButtonElement;
  /** Says which of how many it is, from 0. */
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

/** The picture of a tile, or the words in its place. */
function makeTilePicture(
  picture: Picture,
  { queue, side, sharpen }: TileOptions,
): { readonly root: HTMLElement; readonly cancel: () => void } {
  const root = make("span", { class: "gx-picture" });
  const { thumb, link } = picture;
  const needed = side * (window.devicePixelRatio || 1);
  let order: PictureOrder | undefined;

  const put = (image: HTMLImageElement): void => {
    image.className = "gx-image";
    root.replaceChildren(image);
  };
  const fail = (): void => root.replaceChildren(makeErrorPanel(BROKEN));
  const load = (address: PictureAddress, failed: () => void): void => {
    order = queue.add(address, (image) => (image ? put(image) : failed()));
  };
  const loadLarger = (address: PictureAddress, failed: () => void): void => {
    const fitting = SIDES.find((each) => each >= needed) ?? needed;
    load(plainCopy(address, fitting) ?? address, failed);
  };

  if (thumb?.startsWith("data:")) {
    const image = make("img", { alt: "", decoding: "async", draggable: "false" });
    image.addEventListener("load", () => {
      const isSmall = Math.max(image.naturalWidth, image.naturalHeight) * BEARABLE < needed;
      // What is there stays where nothing better comes.
      if (isSmall && sharpen && link) loadLarger(link, () => {});
    });
    image.addEventListener("error", () => (link ? loadLarger(link, fail) : fail()));
    image.src = thumb;
    put(image);
  } else if (thumb) load(thumb, () => (link ? loadLarger(link, fail) : fail()));
  else if (link) loadLarger(link, fail);
  else root.append(makeErrorPanel(missingWords(picture)));
  return { root, cancel: () => order?.cancel() };
}
