import type { Size } from "../pages.ts";

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
