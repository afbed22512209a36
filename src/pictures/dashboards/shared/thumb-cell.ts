import type { Cell } from "../../../web/cell.ts";
import { make } from "../../../web/make.ts";
import { pictureAddresses } from "./address.ts";

/** Of a value with more pages than this the others are counted. */
const MOST = 4;

/** A small picture in a cell of a table, or the first few of several; words where there is none. */
export function thumbCell(cell: Cell): HTMLElement {
  const addresses = pictureAddresses(cell);
  if (addresses.length === 0) return make("span", { class: "rx-no-thumb" }, "no picture");
  const more = addresses.length - MOST;
  return make(
    "span",
    { class: "rx-thumbs" },
    ...addresses.slice(0, MOST).map((address) => (address ? thumb(address) : notShown())),
    ...(more > 0 ? [` and ${more} more`] : []),
  );
}

function thumb(address: string): HTMLElement {
  const image = make("img", { class: "rx-thumb", src: address, alt: "", loading: "lazy", decoding: "async" });
  image.addEventListener("error", () => image.replaceWith(notShown()));
  return image;
}

function notShown(): HTMLElement {
  return make("span", { class: "rx-no-thumb" }, "cannot be shown");
}
