/** An address that a page may load a picture from: of this very server, or the picture itself. */
export type PictureAddress = string & { readonly kind: "PictureAddress" };

/** A cell as Splunk hands it over: one value, several, or none. */
export type Cell = string | readonly string[] | null | undefined;

/** A `thumb` has 4 kB; some room is left for pictures that a site puts in its own records. */
const MAX_DATA_LENGTH = 1_000_000;
const MAX_PATH_LENGTH = 20_000;
const DATA = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/;
// A second slash, or a backslash that browsers take for one, would name another server.
const OWN_PATH = /^\/(?![/\\])[\w\-./~%?=&:@!$'()*+,;]*$/;

/** The address in a cell, if it is one that a page may load; of several values the first. */
export function pictureAddress(cell: Cell): PictureAddress | undefined {
  const text = valuesOf(cell)[0];
  return text !== undefined && isPictureAddress(text) ? text : undefined;
}

/** All addresses in a cell that a page may load; undefined where a value is none. */
export function pictureAddresses(cell: Cell): readonly (PictureAddress | undefined)[] {
  return valuesOf(cell).map((text) => (isPictureAddress(text) ? text : undefined));
}

/** The values of a cell. */
export function valuesOf(cell: Cell): readonly string[] {
  if (cell === null || cell === undefined) return [];
  return (typeof cell === "string" ? [cell] : cell).filter((text) => text !== "");
}

function isPictureAddress(text: string): text is PictureAddress {
  if (text.startsWith("data:")) return text.length <= MAX_DATA_LENGTH && DATA.test(text);
  return text.length <= MAX_PATH_LENGTH && OWN_PATH.test(text);
}
