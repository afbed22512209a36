/** A cell of a result as Splunk hands it over: one value, several, or none. */
export type Cell = string | readonly string[] | null | undefined;

/** The values of a cell, without empty ones. */
export function valuesOf(cell: Cell): readonly string[] {
  if (cell === null || cell === undefined) return [];
  return (typeof cell === "string" ? [cell] : cell).filter((text) => text !== "");
}
