import { make } from "../../../web/make.ts";
import { type GridLayout, gridLayout, rowsInView, scrolledTo, walked } from "./grid-layout.ts";
import { type Item, looksAlike } from "./items.ts";
import type { GalleryOptions } from "./options.ts";
import { makePictureQueue } from "./picture-queue.ts";
import { makeTile, type Tile } from "./tile.ts";

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

type Row = { readonly root: HTMLElement; readonly first: number; readonly tiles: readonly Tile[] };

/** @param open a tile was opened, by click or key */
export function makeGrid(open: (index: number, event: Event) => void): Grid {
  const queue = makePictureQueue();
  const grid = make("div", { role: "grid", class: "gx-grid", "aria-label": "Pictures" });
  const root = make("div", { class: "gx-scroller" }, grid);
  const rows = new Map<number, Row>();
  let items: readonly Item[] = [];
  let options: GalleryOptions | undefined;
  let layout: GridLayout = gridLayout(0, 0, 100);
  /** The tile that Tab leads to. */
  let active = 0;

  const rowOf = (index: number): number => Math.floor(index / layout.columns);
  const tileAt = (index: number): Tile | undefined => rows.get(rowOf(index))?.tiles[index % layout.columns];

  const makeRow = (number: number): Row => {
    const first = number * layout.columns;
    const shown = items.slice(first, first + layout.columns);
    const tiles = shown.map((item, column) => {
      const index = first + column;
      const tile = makeTile(item, { queue, side: layout.picture, sharpen: options?.sharpen ?? false });
      tile.count(index, items.length);
      tile.root.setAttribute("aria-colindex", String(column + 1));
      tile.button.tabIndex = index === active ? 0 : -1;
      tile.button.addEventListener("click", (event) => {
        setActive(index);
        open(index, event);
      });
      tile.button.addEventListener("focus", () => setActive(index));
      return tile;
    });
    const row = make("div", { role: "row", class: "gx-row", "aria-rowindex": String(number + 1) });
    row.style.transform = `translateY(${number * layout.rowHeight}px)`;
    row.append(...tiles.map((tile) => tile.root));
    return { root: row, first, tiles };
  };
  const dropRow = (number: number, row: Row): void => {
    for (const tile of row.tiles) tile.drop();
    row.root.remove();
    rows.delete(number);
  };
  const render = (): void => {
    const [first, last] = rowsInView(layout, root.scrollTop, root.clientHeight);
    // The tile that Tab leads to is always there, else the keyboard would lose its place.
    const kept = rowOf(active);
    const isWanted = (number: number): boolean => (number >= first && number < last) || number === kept;
    for (const [number, row] of rows) if (!isWanted(number)) dropRow(number, row);
    const missing = [...Array(Math.max(0, last - first)).keys()].map((step) => first + step);
    for (const number of [...missing, kept]) {
      if (rows.has(number) || number >= layout.rows) continue;
      const row = makeRow(number);
      rows.set(number, row);
      // In the order of the page, for screen readers and Tab.
      const next = [...rows.keys()].filter((other) => other > number).sort((one, other) => one - other)[0];
      grid.insertBefore(row.root, next === undefined ? null : (rows.get(next)?.root ?? null));
    }
  };
  const setActive = (index: number): void => {
    if (index === active) return;
    const before = tileAt(active);
    if (before) before.button.tabIndex = -1;
    active = index;
    const now = tileAt(index);
    if (now) now.button.tabIndex = 0;
  };
  const measured = (): GridLayout => gridLayout(items.length, root.clientWidth - 2 * PADDING, options?.tileSize ?? 100);
  /** @param isKept whether a row may stay as it stands */
  const arrange = (isKept: (row: Row) => boolean): void => {
    layout = measured();
    for (const [number, row] of [...rows]) if (!isKept(row)) dropRow(number, row);
    grid.style.height = `${layout.rows * layout.rowHeight}px`;
    grid.style.setProperty("--rx-picture", `${layout.picture}px`);
    grid.style.setProperty("--rx-columns", String(layout.columns));
    grid.setAttribute("aria-rowcount", String(layout.rows));
    grid.setAttribute("aria-colcount", String(layout.columns));
    if (options) grid.dataset["fit"] = options.fit;
    if (options) grid.dataset["small"] = String(options.tileSize < WORDS_FROM);
  };
  const focus = (index: number): void => {
    if (index < 0 || index >= items.length) return;
    setActive(index);
    root.scrollTop = scrolledTo(layout, rowOf(index), root.scrollTop, root.clientHeight);
    render();
    const tile = tileAt(index);
    tile?.button.focus({ preventScroll: true });
    // The page around the grid may be scrolled, too.
    tile?.root.scrollIntoView({ block: "nearest" });
  };
  const keepsTile = (tile: Tile, index: number): boolean => {
    const item = items[index];
    const isKept = item !== undefined && looksAlike(item, tile.item);
    if (isKept) tile.count(index, items.length);
    return isKept;
  };
  /** Lays out anew; what was first in view stays there, and the focus on its record. */
  const change = (newItems: readonly Item[], newOptions: GalleryOptions | undefined): void => {
    const hadFocus = grid.contains(document.activeElement);
    const top = Math.floor(root.scrollTop / layout.rowHeight);
    const [anchor, focused] = [items[top * layout.columns]?.key, items[active]?.key];
    const offset = root.scrollTop - top * layout.rowHeight;
    const before = { layout, options };
    [items, options] = [newItems, newOptions];
    const isSameLayout = isAlike(measured(), before.layout) && isAlike(options, before.options);
    // Results that come in while a search runs leave what is in view alone, so that nothing flickers.
    arrange((row) => isSameLayout && row.tiles.every((tile, column) => keepsTile(tile, row.first + column)));
    const placeOf = (key: string | undefined): number => items.findIndex((item) => item.key === key);
    active = Math.max(0, placeOf(focused));
    const place = top === 0 ? 0 : Math.max(0, placeOf(anchor));
    root.scrollTop = rowOf(place) * layout.rowHeight + (top === 0 || place > 0 ? offset : 0);
    render();
    if (hadFocus) tileAt(active)?.button.focus({ preventScroll: true });
  };

  root.addEventListener("scroll", () => {
    queue.rest();
    render();
  });
  grid.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    const pageRows = Math.max(1, Math.floor(root.clientHeight / layout.rowHeight));
    const to = walked(layout, active, event.key, { pageRows, isCtrl: event.ctrlKey });
    if (to === undefined) return;
    event.preventDefault();
    focus(to);
  });
  const reflow = (): void => {
    if (isAlike(measured(), layout)) render();
    else change(items, options);
  };
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
      for (const [number, row] of [...rows]) dropRow(number, row);
    },
  };
}

function isAlike<Plain extends object>(one: Plain | undefined, other: Plain | undefined): boolean {
  return JSON.stringify({ ...one, count: 0, rows: 0 }) === JSON.stringify({ ...other, count: 0, rows: 0 });
}

/** Around the grid, as the style sheet has it. */
const PADDING = 12;
/** Tiles of this side in pixels have room for words beside the glyph of their state. */
const WORDS_FROM = 120;
