/** A cell of a result as Splunk hands it over: one value, several, or none. */
export type Cell = string | readonly string[] | null | undefined;

/** The values of a cell, without empty ones. */
export function valuesOf(cell: Cell): readonly string[] {
  if (cell === null || cell === undefined) return [];
  return (typeof cell === "string" ? [cell] : cell).filter((text) => text !== "");
}

const MAX_LENGTH = 300;

/**
 * A cell as text for people: without control characters and marks that turn the direction of the page's own words, and cut
 * where nobody would read on.
 */
export function shownText(cell: Cell, max = MAX_LENGTH): string {
  // A value may have megabytes; only what can be shown of it is looked at.
  const text = valuesOf(cell)
    .slice(0, 20)
    .map((value) => value.slice(0, 4 * max))
    .join(", ")
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .trim();
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("")}…`;
}

/** The command's explanations begin small, as parts of longer sentences do. */
export function asSentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
