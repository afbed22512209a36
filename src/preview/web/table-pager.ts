import { button, node } from "./node.ts";

const AROUND = 2;

/** Buttons for the pages of a table; nothing where there is one page. */
export function makePager(page: number, pages: number, turnTo: (page: number) => void): HTMLElement {
  const root = node("nav", { class: "pv-pager", "aria-label": "Pages of the table" });
  root.hidden = pages < 2;
  const add = (label: string, target: number, name: string): void => {
    const made = button("pv-page", label, () => turnTo(target));
    made.setAttribute("aria-label", name);
    made.disabled = target < 0 || target >= pages;
    if (target === page && label !== "‹ Prev" && label !== "Next ›") made.setAttribute("aria-current", "page");
    root.append(made);
  };
  add("‹ Prev", page - 1, "Previous page");
  for (const [index, each] of pagesShown(page, pages).entries()) {
    if (index > 0 && each - (pagesShown(page, pages)[index - 1] ?? 0) > 1) root.append(node("span", {}, "…"));
    add(String(each + 1), each, `Page ${each + 1}`);
  }
  add("Next ›", page + 1, "Next page");
  return root;
}

/** The first, the last, and those around the current one. */
export function pagesShown(page: number, pages: number): readonly number[] {
  const all = Array.from({ length: pages }, (_, index) => index);
  return all.filter((each) => each === 0 || each === pages - 1 || Math.abs(each - page) <= AROUND);
}
