import { type Cell, valuesOf } from "../../../web/cell.ts";
import { make } from "../../../web/make.ts";
import { SEVERITIES, SEVERITY_ICONS, type Severity } from "../../contract.ts";

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

/** A glyph and a word: neither colour nor shape alone tells the state. */
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
