import { make } from "../../../web/make.ts";
import { button } from "./button.ts";

const AROUND = 2;

/** Buttons for the pages of a table; nothing where there is one page. */
export function makePager(page: number, pages: number, turnTo: (page: number) => void): HTMLElement {
  const root = make("nav", { class: "pv-pager", "aria-label": "Pages of the table" });
  root.hidden = pages < 2;
  const add = (className: string, label: string, target: number): HTMLButtonElement => {
    const made = button(`pv-page ${className}`, label, () => turnTo(target));
    made.disabled = target < 0 || target >= pages;
    root.append(made);
    return made;
  };
  add("pv-previous", "Previous", page - 1);
  const shown = pagesShown(page, pages);
  for (const [index, each] of shown.entries()) {
    if (index > 0 && each - (shown[index - 1] ?? 0) > 1) root.append(make("span", {}, "…"));
    const made = add("", String(each + 1), each);
    made.setAttribute("aria-label", `Page ${each + 1}`);
    if (each === page) made.setAttribute("aria-current", "page");
  }
  add("pv-next", "Next", page + 1);
  return root;
}

/** The first, the last, and those around the current one. */
function pagesShown(page: number, pages: number): readonly number[] {
  const all = Array.from({ length: pages }, (_, index) => index);
  return all.filter((each) => each === 0 || each === pages - 1 || Math.abs(each - page) <= AROUND);
}
