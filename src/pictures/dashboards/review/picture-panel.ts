import { make, makeButton } from "../../../web/make.ts";
import type { PictureAddress } from "../shared/address.ts";
import { inOriginalSize } from "../shared/link-variants.ts";
import { severityBadge, severityWord } from "../shared/picture-words.ts";
import type { PictureRow } from "./picture-row.ts";

/** Shows the picture of a row, what is known of it, and what can be done about it. */
export function showPicture(panel: HTMLElement, row: PictureRow): void {
  const stage = make("a", { class: "rx-stage", target: "_blank", rel: "noopener" });
  const where = make("p", { class: "rx-where" });
  const original = make("a", { class: "rx-button", target: "_blank", rel: "noopener" }, "Open in original size");
  const state = make("p", { class: "rx-state", role: "status" });
  let place = row.first;
  const step = (by: number): void => {
    place = (place + by + row.count) % row.count;
    turn();
  };
  const turn = (): void => {
    const address = row.pictureAt(place);
    const name = nameOf(row, place);
    stage.replaceChildren(address ? picture(address, name, failed) : make("span", { class: "rx-empty" }, words(row)));
    where.replaceChildren(`${place + 1} of ${row.count}`);
    state.replaceChildren(
      severityBadge(row.severity),
      ...codeOf(row),
      unseen(`${name}: ${severityWord(row.severity)}`),
    );
    original.hidden = address === undefined;
    for (const link of [stage, original]) {
      if (address) link.href = inOriginalSize(address) ?? address;
      else link.removeAttribute("href");
    }
  };
  const failed = (): void => state.replaceChildren(severityBadge("severe", "Did not load"));
  const previous = makeButton("‹ Previous", "plain", () => step(-1));
  const pager = make(
    "div",
    { class: "rx-pager" },
    previous,
    where,
    makeButton("Next ›", "plain", () => step(1)),
  );
  pager.hidden = row.count < 2;
  turn();
  panel.replaceChildren(
    make("h3", { dir: "auto" }, row.record || row.file || "Picture"),
    ...(row.details ? [make("p", { class: "rx-details", dir: "auto" }, row.details)] : []),
    state,
    make("div", { class: "rx-beside" }, make("div", {}, stage, pager), about(row, original)),
  );
}

/** Leaves nothing of a row that may not be in the list any more. */
export function showNothing(panel: HTMLElement): void {
  panel.replaceChildren("Click a row to see its picture.");
}

function about({ file, reason, advice, note, facts }: PictureRow, original: HTMLElement): HTMLElement {
  const said: readonly (readonly [string, string])[] = [
    ["", reason],
    ["What to do: ", reason && advice],
    ["Note: ", note],
  ];
  const list = make("dl", { class: "rx-facts" });
  for (const [name, value] of [["File", file] as const, ...facts]) {
    if (value !== "") list.append(make("dt", {}, name), make("dd", { dir: "auto" }, value));
  }
  const paragraphs = said
    .filter(([, text]) => text !== "")
    .map(([head, text]) => make("p", { class: "rx-said" }, ...(head ? [make("b", {}, head)] : []), text));
  return make("div", {}, ...paragraphs, list, original);
}

function picture(address: PictureAddress, name: string, failed: () => void): HTMLElement {
  const image = make("img", { class: "rx-large", src: address, alt: name });
  const loading = make("span", { class: "rx-empty" }, "Loading …");
  const box = make("span", { class: "rx-frame" }, loading, image);
  image.addEventListener("load", () => loading.remove());
  image.addEventListener("error", () => {
    failed();
    const text = "The picture did not load. Open it by itself to see why: your session may have ended, or you may lack";
    box.replaceChildren(make("span", { class: "rx-empty" }, `${text} the capability get_images.`));
  });
  return box;
}

function words({ severity }: PictureRow): string {
  return severity === undefined ? "This record names no picture." : "There is no picture to show.";
}

function codeOf({ code }: PictureRow): readonly (Node | string)[] {
  return code === "" ? [] : [" ", make("code", { class: "rx-code" }, code)];
}

// Who cannot see the picture change hears of it.
function unseen(text: string): HTMLElement {
  return make("span", { class: "rx-unseen" }, text);
}

function nameOf({ record, file, count }: PictureRow, place: number): string {
  const page = count > 1 ? `${place + 1} of ${count}` : "";
  return [record, file, page].filter((text) => text !== "").join(", ");
}
