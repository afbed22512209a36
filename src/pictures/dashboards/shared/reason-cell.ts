import type { Cell } from "../../../web/cell.ts";
import { make } from "../../../web/make.ts";
import { asSentence, shownText } from "./shown-text.ts";

const MAX_LENGTH = 400;
/** What the command adds to a failure that it remembers; who looks at a row has no use for it. */
const EARLIER = / \(as an earlier search found at [^()]*\)$/;

/** Why there is no picture, in a few lines; all of it for whoever points at it. */
export function reasonCell(cell: Cell): HTMLElement {
  const text = asSentence(shownText(cell, MAX_LENGTH).replace(EARLIER, ""));
  return make("span", { class: "rx-reason", title: text }, text);
}
