/** One setting as written, and the file that wrote it, so that an error can name the place. */
export type ConfValue = { readonly value: string; readonly file: string };
/** Stanzas of a conf file in the order of their first appearance: stanza -> key -> value. */
export type Conf = ReadonlyMap<string, ReadonlyMap<string, ConfValue>>;
