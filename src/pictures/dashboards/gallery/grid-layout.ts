/** Where tiles stand: rows of the same height, each filled from side to side. Lengths are CSS pixels. */
export type GridLayout = {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  /** Side of a tile's picture. */
  readonly picture: number;
  /** Height of a row with the room below it. */
  readonly rowHeight: number;
};

export const GAP = 12;
/** The caption and the line of status below a picture, and the tile's own rim. */
const WORDS_HEIGHT = 48;
const RIM = 12;
/** Rows that are there above and below what is in view, so that slow scrolling shows no empty ones. */
const SPARE_ROWS = 2;

export function gridLayout(count: number, width: number, tileSize: number): GridLayout {
  const columns = Math.max(1, Math.floor((width + GAP) / (tileSize + RIM + GAP)));
  const share = Math.floor((width - GAP * (columns - 1)) / columns) - RIM;
  // Few tiles on a wide panel stay what was asked for, and so does the one column of a narrow panel that is too narrow.
  const picture = Math.max(40, Math.min(share, count < columns ? tileSize : share));
  return {
    count,
    columns,
    rows: Math.ceil(count / columns),
    picture,
    rowHeight: picture + RIM + WORDS_HEIGHT + GAP,
  };
}

/** The rows that must be there, from the first up to but without the last. */
export function rowsInView({ rows, rowHeight }: GridLayout, scrollTop: number, height: number): [number, number] {
  const first = Math.floor(scrollTop / rowHeight) - SPARE_ROWS;
  const last = Math.ceil((scrollTop + height) / rowHeight) + SPARE_ROWS;
  return [Math.min(Math.max(first, 0), rows), Math.min(Math.max(last, 0), rows)];
}

/** Where a key leads from a tile, as a grid is walked; undefined for keys that mean nothing. */
export function walked(
  { count, columns }: GridLayout,
  from: number,
  key: string,
  { pageRows, isCtrl }: { readonly pageRows: number; readonly isCtrl: boolean },
): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from - columns,
    ArrowDown: from + columns,
    PageUp: from - columns * pageRows,
    PageDown: from + columns * pageRows,
    Home: isCtrl ? 0 : from - (from % columns),
    End: isCtrl ? count - 1 : from - (from % columns) + columns - 1,
  };
  const to = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (to === undefined || count === 0) return undefined;
  if (key === "ArrowUp" && to < 0) return from;
  // Below the last full row stands the last tile.
  return Math.min(Math.max(to, 0), count - 1);
}

/** The scroll position nearest to the present one at which a row is wholly in view. */
export function scrolledTo({ rowHeight }: GridLayout, row: number, scrollTop: number, height: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, Math.min(top, top + rowHeight - height));
}
