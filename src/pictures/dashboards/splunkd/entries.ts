/** One of a list that splunkd gives. */
export type Entry = { readonly name: string; readonly content: Readonly<Record<string, unknown>> };

export function entriesOf(data: unknown): Entry[] {
  const entries: unknown = Object(data).entry;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const { name, content } = Object(entry);
    return typeof name === "string" ? [{ name, content: Object(content) }] : [];
  });
}
