import { type Cell, shownText, valuesOf } from "../../../web/cell.ts";
import { make } from "../../../web/make.ts";
import { readableBytes } from "../../../web/readable.ts";
import { IMAGE_ERROR_CODES, SEVERITIES, SEVERITY_ICONS, type Severity } from "../../contract.ts";
import { adviceFor } from "../../errors/advice.ts";
import type { ColumnOf, RENAMED } from "./view-columns.ts";

const WORDS: Readonly<Record<Severity, string>> = {
  low: "Shown",
  elevated: "Shown, with a note",
  severe: "No picture",
};

/** The severity in a cell; of several values the worst. Undefined where the row names no picture. */
export function severityOf(cell: Cell): Severity | undefined {
  const values = valuesOf(cell);
  return [...SEVERITIES].reverse().find((severity) => values.includes(severity));
}

/** What a severity is called. */
export function severityWord(severity: Severity | undefined): string {
  return severity ? WORDS[severity] : "Names no picture";
}

/** A glyph and a word: neither colour nor shape alone says the state. */
export function severityBadge(severity: Severity | undefined, word = severityWord(severity)): HTMLElement {
  const icon = make("span", { class: "rx-icon", "aria-hidden": "true" }, severity ? SEVERITY_ICONS[severity] : "–");
  return make(
    "span",
    { class: `rx-badge rx-${severity ?? "none"}` },
    icon,
    " ",
    make("span", { class: "rx-word" }, word),
  );
}

/** What a user or an admin can do about an error, by its code and the image server's status; empty where none is known. */
export function whatToDo(code: string, status: string): string {
  const known = IMAGE_ERROR_CODES.find((each) => each === code);
  if (!known) return "";
  return adviceFor({ code: known, text: "", ...(/^\d{3}$/.test(status) && { httpStatus: Number(status) }) });
}

/** Columns that each page has which shows what is known of a picture. */
type FactColumn = Exclude<ColumnOf<"gallery"> & ColumnOf<"review">, keyof typeof RENAMED.review>;

export type Fact = readonly [name: string, value: string];

const CAME_FROM: Readonly<Record<string, string>> = {
  miss: "the image server, just now",
  hit: "the cache",
  revalidated: "the cache; its server says it is unchanged",
  stale: "the cache; its server could not confirm it",
  off: "the image server, and was not kept",
};

/**
 * What is known of a picture, in the same words on every page. What is empty is not known.
 * @param value a field of getimage
 * @param part which page it shows
 * @param isError whether there is no picture, but one that says so
 */
export function pictureFacts(
  value: (field: FactColumn) => string,
  { part, isError }: { readonly part: string; readonly isError: boolean },
): readonly Fact[] {
  const text = (field: FactColumn, max?: number): string => shownText(value(field), max);
  const [width, height] = [counted(value("image_width")), counted(value("image_height"))];
  const facts: readonly Fact[] = [
    ["Shown as", isError ? "" : text("new_image")],
    ["Image server", text("image_source")],
    ["Its answer", text("image_http_status", 40)],
    ["Format", text("image_format", 40).toUpperCase()],
    ["Original", width === "" || height === "" ? "" : `${width} × ${height} pixels`],
    ["Part", part],
    ["Size", bytesText(value("image_bytes"))],
    ["Came from", CAME_FROM[value("image_cache")] ?? text("image_cache", 40)],
    ["Decoder", text("image_decoder", 40)],
  ];
  return facts.filter(([, said]) => said !== "");
}

function counted(text: string): string {
  return /^\d{1,9}$/.test(text) ? Number(text).toLocaleString("en") : "";
}

function bytesText(text: string): string {
  return readableBytes(text) || (/^\d{1,4}$/.test(text) ? `${text} bytes` : "");
}
