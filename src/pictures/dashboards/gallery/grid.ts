import { make } from "../../../web/make.ts";
import { type GridLayout, gridLayout, rowsInView, scrolledTo, walked } from "./grid-layout.ts";
import { type GridScene, makeGridRows, type Row } from "./grid-rows.ts";
import { type Item, looksAlike } from "./items.ts";
import type { GalleryOptions } from "./options.ts";
import { makePictureQueue } from "./picture-queue.ts";

/** Tiles in rows, of which only those in view are there. */
export type Grid = {
  readonly root: HTMLElement;
  readonly show: (items: readonly Item[], options: GalleryOptions) => void;
  /** Measures anew. */
  readonly reflow: () => void;
  /** Puts the focus on a tile, and the tile into view. */
  readonly focus: (index: number) => void;
  readonly end: () => void;
};

/** Around the grid, as the style sheet has it. */
const PADDING = 12;
/** Tiles of this side in pixels have room for words beside the glyph of their state. */
const WORDS_FROM = 120;

/** @param open a tile was opened, by click or key */
export function makeGrid(open: (index: number, event: Event) => void): Grid {
  const queue = makePictureQueue();
  const grid = make("div", { role: "grid", class: "gx-grid", "aria-label": "Pictures" });
  const root = make("div", { class: "gx-scroller" }, grid);
  const opened = (index: number, event: Event): void => {
    setActive(index);
    open(index, event);
  };
  const rows = makeGridRows({ grid, queue, opened, focused: (index) => setActive(index) });
  let scene: GridScene = { items: [], options: undefined, layout: gridLayout(0, 0, 100), active: 0 };

  const rowOf = (index: number): number => Math.floor(index / scene.layout.columns);
  const fill = (): void => rows.fill(scene, ...rowsInView(scene.layout, root.scrollTop, root.clientHeight));
  const setActive = (index: number): void => {
    if (index === scene.active) return;
    const [before, now] = [rows.tileAt(scene.active), rows.tileAt(index)];
    scene = { ...scene, active: index };
    if (before) before.button.tabIndex = -1;
    if (now) now.button.tabIndex = 0;
  };
  const focus = (index: number): void => {
    if (index < 0 || index >= scene.items.length) return;
    setActive(index);
    root.scrollTop = scrolledTo(scene.layout, rowOf(index), root.scrollTop, root.clientHeight);
    fill();
    const tile = rows.tileAt(index);
    tile?.button.focus({ preventScroll: true });
    // The page around the grid may be scrolled, too.
    tile?.root.scrollIntoView({ block: "nearest" });
  };
  const layoutOf = (items: readonly Item[], options: GalleryOptions | undefined): GridLayout =>
    gridLayout(items.length, root.clientWidth - 2 * PADDING, options?.tileSize ?? 100);
  const keepsTiles = ({ first, tiles }: Row): boolean =>
    tiles.every((tile, column) => {
      const item = scene.items[first + column];
      const isKept = item !== undefined && looksAlike(item, tile.item);
      if (isKept) tile.count(first + column, scene.items.length);
      return isKept;
    });
  /** Lays out anew; what was first in view stays there, and the focus on its record. */
  const change = (items: readonly Item[], options: GalleryOptions | undefined): void => {
    const before = scene;
    const hadFocus = grid.contains(document.activeElement);
    const top = Math.floor(root.scrollTop / before.layout.rowHeight);
    const offset = root.scrollTop - top * before.layout.rowHeight;
    const [anchor, focused] = [before.items[top * before.layout.columns], before.items[before.active]];
    const placeOf = (item: Item | undefined): number => items.findIndex(({ key }) => key === item?.key);

    scene = { items, options, layout: layoutOf(items, options), active: Math.max(0, placeOf(focused)) };
    const isSameLayout = isAlike(scene.layout, before.layout) && isAlike(options, before.options);
    // Results that come in while a search runs leave what is in view alone, so that nothing flickers.
    rows.keepOnly((row) => isSameLayout && keepsTiles(row));
    showLayout(grid, scene);
    const place = top === 0 ? 0 : Math.max(0, placeOf(anchor));
    root.scrollTop = rowOf(place) * scene.layout.rowHeight + (top === 0 || place > 0 ? offset : 0);
    fill();
    if (hadFocus) rows.tileAt(scene.active)?.button.focus({ preventScroll: true });
  };
  const reflow = (): void => {
    const { items, options, layout } = scene;
    if (isAlike(layoutOf(items, options), layout)) fill();
    else change(items, options);
  };

  root.addEventListener("scroll", () => {
    queue.rest();
    fill();
  });
  grid.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    const pageRows = Math.max(1, Math.floor(root.clientHeight / scene.layout.rowHeight));
    const to = walked(scene.layout, scene.active, event.key, { pageRows, isCtrl: event.ctrlKey });
    if (to === undefined) return;
    event.preventDefault();
    focus(to);
  });
  // Not every page says when a panel that was hidden or narrow has another size.
  const watcher = new ResizeObserver(reflow);
  watcher.observe(root);
  return {
    root,
    show: change,
    reflow,
    focus,
    end: () => {
      watcher.disconnect();
      queue.end();
      rows.keepOnly(() => false);
    },
  };
}

function showLayout(grid: HTMLElement, { layout, options }: GridScene): void {
  grid.style.height = `${layout.rows * layout.rowHeight}px`;
  grid.style.setProperty("--rx-picture", `${layout.picture}px`);
  grid.style.setProperty("--rx-columns", String(layout.columns));
  grid.setAttribute("aria-rowcount", String(layout.rows));
  grid.setAttribute("aria-colcount", String(layout.columns));
  if (options) grid.dataset["fit"] = options.fit;
  if (options) grid.dataset["small"] = String(options.tileSize < WORDS_FROM);
}

function isAlike<Plain extends object>(one: Plain | undefined, other: Plain | undefined): boolean {
  return JSON.stringify({ ...one, count: 0, rows: 0 }) === JSON.stringify({ ...other, count: 0, rows: 0 });
}
