import type { Size } from "../pages.ts";

/** Where the pages of a contact sheet lie. */
export type SheetPlan = Size & {
  /** Box that each page shrinks into. */
  readonly cell: Size;
  readonly columns: number;
};

/** Pixels between cells, and around them. */
export const GAP = 6;

/** The arrangement in which pages of this shape come out largest. */
export function planSheet(pages: number, page: Size, box: Size): SheetPlan {
  const plans = Array.from({ length: pages }, (_, index) => planWith(index + 1, pages, page, box));
  return plans.reduce((best, plan) => (plan.cell.width > best.cell.width ? plan : best));
}

function planWith(columns: number, pages: number, page: Size, box: Size): SheetPlan {
  const rows = Math.ceil(pages / columns);
  const room = {
    width: (box.width - (columns + 1) * GAP) / columns,
    height: (box.height - (rows + 1) * GAP) / rows,
  };
  const scale = Math.min(room.width / page.width, room.height / page.height, 1);
  const cell = { width: cellSide(page.width * scale), height: cellSide(page.height * scale) };
  return {
    columns,
    cell,
    width: Math.min(box.width, columns * (cell.width + GAP) + GAP),
    height: Math.min(box.height, rows * (cell.height + GAP) + GAP),
  };
}

function cellSide(side: number): number {
  return Math.max(1, Math.floor(side));
}

export type Corner = { readonly left: number; readonly top: number };

/** The upper left corner of a cell, by its number from 0. */
export function cornerOf(index: number, { columns, cell }: SheetPlan): Corner {
  return {
    left: GAP + (index % columns) * (cell.width + GAP),
    top: GAP + Math.floor(index / columns) * (cell.height + GAP),
  };
}

/**
 * The page that the cells of a contact sheet are made for: of the shape that stands in the middle when pages are sorted
 * from narrow to wide, so that a cover of its own shape does not make all others small, and as large as the largest page
 * shows that shape.
 */
export function usualPage(first: Size, others: readonly Size[]): Size {
  const pages = [first, ...others];
  const shapes = pages.map(({ width, height }) => width / height).sort((one, other) => one - other);
  const shape = shapes[(shapes.length - 1) >> 1] ?? 1;
  const width = Math.max(...pages.map((page) => Math.min(page.width, page.height * shape)));
  return { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(width / shape)) };
}
