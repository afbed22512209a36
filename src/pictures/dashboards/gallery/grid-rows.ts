import { make } from "../../../web/make.ts";
import type { GridLayout } from "./grid-layout.ts";
import type { Item } from "./items.ts";
import type { GalleryOptions } from "./options.ts";
import type { PictureQueue } from "./picture-queue.ts";
import { makeTile, type Tile } from "./tile.ts";

/** What a grid shows. */
export type GridScene = {
  readonly items: readonly Item[];
  readonly options: GalleryOptions | undefined;
  readonly layout: GridLayout;
  /** The tile that Tab leads to. */
  readonly active: number;
};

export type Row = { readonly number: number; readonly first: number; readonly tiles: readonly Tile[] };

/** The rows of tiles that are in the page, of all that a grid has. */
export type GridRows = {
  /** Undefined where the tile's row is not there. */
  readonly tileAt: (index: number) => Tile | undefined;
  /** Makes the rows from the first up to but without the last, and the one of the active tile; all others go. */
  readonly fill: (scene: GridScene, first: number, last: number) => void;
  readonly keepOnly: (isKept: (row: Row) => boolean) => void;
};

export type GridRowsOptions = {
  readonly grid: HTMLElement;
  readonly queue: PictureQueue;
  readonly opened: (index: number, event: Event) => void;
  readonly focused: (index: number) => void;
};

export function makeGridRows({ grid, queue, opened, focused }: GridRowsOptions): GridRows {
  const rows = new Map<number, Row & { readonly root: HTMLElement }>();

  const makeRow = (number: number, { items, options, layout, active }: GridScene): void => {
    const first = number * layout.columns;
    const tiles = items.slice(first, first + layout.columns).map((item, column) => {
      const index = first + column;
      const tile = makeTile(item, { queue, side: layout.picture, sharpen: options?.sharpen ?? false });
      tile.count(index, items.length);
      tile.root.setAttribute("aria-colindex", String(column + 1));
      tile.button.tabIndex = index === active ? 0 : -1;
      tile.button.addEventListener("click", (event) => opened(index, event));
      tile.button.addEventListener("focus", () => focused(index));
      return tile;
    });
    const root = make("div", { role: "row", class: "gx-row", "aria-rowindex": String(number + 1) });
    root.style.transform = `translateY(${number * layout.rowHeight}px)`;
    root.append(...tiles.map((tile) => tile.root));
    rows.set(number, { root, number, first, tiles });
    // In the order of the page, for screen readers and Tab.
    const next = [...rows.keys()].filter((other) => other > number).sort((one, other) => one - other)[0];
    grid.insertBefore(root, next === undefined ? null : (rows.get(next)?.root ?? null));
  };
  const keepOnly = (isKept: (row: Row) => boolean): void => {
    for (const [number, row] of [...rows]) {
      if (isKept(row)) continue;
      for (const tile of row.tiles) tile.drop();
      row.root.remove();
      rows.delete(number);
    }
  };
  return {
    tileAt: (index) => {
      const row = [...rows.values()].find(({ first, tiles }) => index >= first && index < first + tiles.length);
      return row?.tiles[index - row.first];
    },
    fill: (scene, first, last) => {
      // The tile that Tab leads to is always there, else the keyboard would lose its place.
      const kept = Math.floor(scene.active / scene.layout.columns);
      keepOnly(({ number }) => (number >= first && number < last) || number === kept);
      for (const number of [...Array(Math.max(0, last - first)).keys()].map((step) => first + step).concat(kept)) {
        if (!rows.has(number) && number < scene.layout.rows) makeRow(number, scene);
      }
    },
    keepOnly,
  };
}
