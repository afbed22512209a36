import { make, makeButton } from "../page/make.ts";
import type { PictureAddress } from "../pictures/address.ts";
import { inOriginalSize } from "../pictures/link-variants.ts";
import { severityBadge } from "../pictures/severity.ts";
import type { PictureRow } from "./picture-row.ts";

/** Shows the picture of a row, what is known of it, and what can be done about it. */
export function showPicture(panel: HTMLElement, row: PictureRow): void {
  const stage = make("div", { class: "rx-stage" });
  const where = make("p", { class: "rx-where", "aria-live": "polite" });
  const original = make("a", { class: "rx-button", target: "_blank", rel: "noopener" }, "Open in original size");
  let place = row.first;
  const step = (by: number): void => {
    place = (place + by + row.count) % row.count;
    turn();
  };
  const pager = make(
    "div",
    { class: "rx-pager" },
    makeButton("‹ Previous", "plain", () => step(-1)),
    where,
  );
  pager.append(makeButton("Next ›", "plain", () => step(1)));
  const turn = (): void => {
    const address = row.pictureAt(place);
    stage.replaceChildren(address ? picture(address, altOf(row, place)) : emptyStage(row));
    where.replaceChildren(`${place + 1} of ${row.count}`);
    original.hidden = address === undefined;
    if (address) original.href = inOriginalSize(address) ?? address;
  };
  turn();
  pager.hidden = row.count < 2;
  const badge = severityBadge(row.severity);
  panel.replaceChildren(
    make("h3", {}, row.record || row.file || "Picture"),
    ...(row.details ? [make("p", { class: "rx-details" }, row.details)] : []),
    make("p", {}, badge, " ", ...(row.code ? [make("code", { class: "rx-code" }, row.code)] : [])),
    make("div", { class: "rx-beside" }, make("div", {}, stage, pager), facts(row, original)),
  );
}

function facts({ file, reason, note, facts: known }: PictureRow, original: HTMLElement): HTMLElement {
  const list = make("dl", { class: "rx-facts" });
  for (const [name, value] of [["File", file] as const, ...known]) {
    list.append(make("dt", {}, name), make("dd", {}, value));
  }
  return make(
    "div",
    {},
    ...(reason ? [make("p", { class: "rx-said" }, reason)] : []),
    ...(note ? [make("p", { class: "rx-said" }, `Note: ${note}`)] : []),
    list,
    original,
  );
}

function picture(address: PictureAddress, alt: string): HTMLElement {
  const image = make("img", { class: "rx-large", src: address, alt });
  image.addEventListener("error", () => {
    image.replaceWith(
      make(
        "p",
        { class: "rx-empty" },
        "The picture did not load. ",
        make("a", { href: address, target: "_blank", rel: "noopener" }, "Open it by itself"),
        " to see why: your session may have ended, or you may lack the capability get_images.",
      ),
    );
  });
  return image;
}

function emptyStage({ severity }: PictureRow): HTMLElement {
  const text = severity === undefined ? "This record names no picture." : "There is no picture to show.";
  return make("p", { class: "rx-empty" }, text);
}

function altOf({ record, file, count }: PictureRow, place: number): string {
  const page = count > 1 ? `, ${place + 1} of ${count}` : "";
  return `${[record, file].filter((text) => text !== "").join(", ")}${page}`;
}
