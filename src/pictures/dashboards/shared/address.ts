import { type Cell, valuesOf } from "../../../web/cell.ts";
import { ENDPOINT_PATH } from "../../contract.ts";

/** An address that a page may load a picture from: of this very server, or the picture itself. */
export type PictureAddress = string & { readonly kind: "PictureAddress" };

/** A `thumb` has 4 kB; some room is left for pictures that a site puts in its own records. */
const MAX_DATA_LENGTH = 1_000_000;
const MAX_PATH_LENGTH = 20_000;
const DATA = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/;
// A second slash, or a backslash that browsers take for one, would name another server.
const OWN_PATH = /^\/(?![/\\])[\w\-./~%?=&:@!$'()*+,;]*$/;
// Splunk Web has addresses that do something when they are merely asked for: run a search, log out. A record may have a
// field `thumb` of its own, so only the endpoint and files that an app ships are asked for pictures.
const PICTURE_PLACES = new RegExp(`^(/[\\w-]+)*/(splunkd/__raw/services(NS(/[\\w.@-]+){2})?${ENDPOINT_PATH}|static/)`);
/** Browsers leave out such segments of a path and what stands before them. */
const DOT_SEGMENT = /\/(\.|%2e){1,2}(\/|$)/i;

/** The address in a cell, if it is one that a page may load; of several values the first. */
export function pictureAddress(cell: Cell): PictureAddress | undefined {
  const text = valuesOf(cell)[0];
  return text !== undefined && isPictureAddress(text) ? text : undefined;
}

/** All addresses in a cell that a page may load; undefined where a value is none. */
export function pictureAddresses(cell: Cell): readonly (PictureAddress | undefined)[] {
  return valuesOf(cell).map((text) => (isPictureAddress(text) ? text : undefined));
}

function isPictureAddress(text: string): text is PictureAddress {
  if (text.startsWith("data:")) return text.length <= MAX_DATA_LENGTH && DATA.test(text);
  if (text.length > MAX_PATH_LENGTH || !OWN_PATH.test(text)) return false;
  const [path = ""] = text.split("?");
  return PICTURE_PLACES.test(path) && !DOT_SEGMENT.test(path);
}
