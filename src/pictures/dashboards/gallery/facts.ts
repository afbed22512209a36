import { asSentence, shownText } from "../../../web/cell.ts";
import { make } from "../../../web/make.ts";
import { pictureFacts, severityBadge, whatToDo } from "../shared/picture-words.ts";
import type { Item } from "./items.ts";
import type { Picture } from "./picture.ts";

const MAX_FIELDS = 60;
const MAX_VALUE = 2_000;

/** What a record says, and what is known of its picture. */
export function makeFacts(item: Item, picture: Picture, pageLabel: string | undefined): readonly HTMLElement[] {
  const record = item.recordFields
    .slice(0, MAX_FIELDS)
    .map((field) => [shownText(field, 80), shownText(item.cell(field), MAX_VALUE)] as const);
  const isError = picture.severity === "severe";
  return [
    make("h2", { class: "gx-facts-title", dir: "auto" }, item.caption),
    make("p", { class: "gx-facts-state" }, severityBadge(picture.severity)),
    ...failure(picture),
    ...section("Record", record),
    ...section("Picture", pictureFacts(picture.value, { part: partOf(picture, pageLabel), isError })),
  ];
}

// A picture that is shown from the cache in spite of an error has both.
function failure(picture: Picture): readonly HTMLElement[] {
  const code = shownText(picture.value("image_error"), 60);
  const sentence = shownText(picture.value("image_error_text"), MAX_VALUE);
  const note = shownText(picture.value("image_note"), MAX_VALUE);
  const advice = sentence === "" ? "" : whatToDo(code, picture.value("image_http_status"));
  if (code === "" && sentence === "" && note === "") return [];
  const parts = [
    ...(code === "" ? [] : [make("code", {}, code)]),
    ...[sentence, note].filter((text) => text !== "").map((text) => make("p", { dir: "auto" }, asSentence(text))),
    ...(advice === "" ? [] : [make("p", {}, make("b", {}, "What to do: "), advice)]),
  ];
  return [make("div", { class: `gx-advice gx-advice-${picture.severity ?? "none"}` }, ...parts)];
}

function partOf({ pages }: Picture, pageLabel: string | undefined): string {
  if (pageLabel === undefined) return "";
  return pages > 1 ? `${pageLabel} of ${pages.toLocaleString("en")}` : pageLabel;
}

function section(title: string, pairs: readonly (readonly [string, string])[]): readonly HTMLElement[] {
  const filled = pairs.filter(([, text]) => text !== "");
  if (filled.length === 0) return [];
  const rows = filled.map(([name, text]) =>
    make("div", {}, make("dt", { dir: "auto" }, name), make("dd", { dir: "auto" }, text)),
  );
  return [make("h3", {}, title), make("dl", {}, ...rows)];
}
