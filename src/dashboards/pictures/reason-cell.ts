import { make } from "../page/make.ts";
import type { Cell } from "./address.ts";
import { shownText } from "./shown-text.ts";

const MAX_LENGTH = 400;

/** Why there is no picture, in a few lines; all of it for whoever points at it. */
export function reasonCell(cell: Cell): HTMLElement {
  const text = shownText(cell, MAX_LENGTH);
  return make("span", { class: "rx-reason", title: text }, text);
}
