import { asSentence, shownText } from "../../../web/cell.ts";
import { make } from "../../../web/make.ts";
import { SEVERITY_ICONS } from "../../contract.ts";
import type { Picture } from "./picture.ts";

/** What stands in the place of a picture: a glyph, a few words, and a sentence that says more. */
export type ErrorPanelWords = {
  readonly glyph: string;
  readonly head: string;
  readonly sentence: string;
  /** Whether something went wrong, and the record is not simply without a picture. */
  readonly isFailure: boolean;
};

const MAX_SENTENCE = 600;

/** Why a picture is not there, by its row. */
export function missingWords(picture: Picture): ErrorPanelWords {
  if (picture.severity === "severe") {
    const sentence = shownText(picture.value("image_error_text"), MAX_SENTENCE);
    return {
      glyph: SEVERITY_ICONS.severe,
      head: shownText(picture.value("image_error"), 40) || "No picture",
      sentence:
        asSentence(sentence) ||
        "The search says that there is no picture, but not why: keep the field image_error_text.",
      isFailure: true,
    };
  }
  if (picture.severity === undefined && picture.value("link") === "" && picture.value("thumb") === "") {
    return { glyph: "–", head: "No picture named", sentence: "This record names no picture.", isFailure: false };
  }
  return {
    glyph: SEVERITY_ICONS.severe,
    head: "Not an address",
    sentence: "The row's link is no address that this page may load: only pictures of getimage are shown.",
    isFailure: true,
  };
}

/** What is said when the browser got no picture from an address that the search gave. */
export const BROKEN: ErrorPanelWords = {
  glyph: SEVERITY_ICONS.severe,
  head: "Did not load",
  sentence:
    "The server did not answer with this picture. It may load when the search runs again, or after a new login.",
  isFailure: true,
};

export function makeErrorPanel({ glyph, head, sentence, isFailure }: ErrorPanelWords): HTMLElement {
  return make(
    "span",
    { class: `gx-error-panel${isFailure ? " gx-failed" : ""}` },
    make("span", { class: "gx-error-panel-glyph", "aria-hidden": "true" }, glyph),
    make("span", { class: "gx-error-panel-head" }, head),
    " ",
    make("span", { class: "gx-error-panel-sentence" }, sentence),
  );
}
