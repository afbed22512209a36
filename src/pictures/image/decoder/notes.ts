/** Several things that a person should know as one note; none where there is nothing. */
export function noteOf(...texts: readonly (string | undefined)[]): { readonly note?: string } {
  const told = [...new Set(texts.filter((text) => text !== undefined))];
  return told.length === 0 ? {} : { note: told.join("; ") };
}
