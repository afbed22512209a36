import { shownText, valuesOf } from "../../../web/cell.ts";
import type { PictureAddress } from "../shared/address.ts";
import { inOriginalSize } from "../shared/link-variants.ts";
import type { LightboxState } from "./lightbox-state.ts";
import type { Picture } from "./picture.ts";
import { pictureOf, placeText, walkedBy } from "./place.ts";

/** What the toolbar says at a moment. */
export type ToolbarState = {
  readonly place: string;
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  /** Screen pixels for each pixel of the picture; undefined where there is no picture. */
  readonly scale: number | undefined;
  readonly mode: string;
  readonly isComparing: boolean;
  readonly hasFacts: boolean;
  /** Undefined where there is nothing to open or to keep. */
  readonly original: PictureAddress | undefined;
  readonly download: { readonly address: PictureAddress; readonly name: string } | undefined;
};

/** @param scale of the picture as it stands in its window */
export function toolbarState(
  { items, place, other, view, hasFacts }: LightboxState,
  scale: number | undefined,
): ToolbarState {
  const picture = pictureOf(place);
  const { link } = picture;
  const large = link && (inOriginalSize(link) ?? link);
  return {
    place: placeText(place, items.length),
    hasPrevious: walkedBy(place, items, -1) !== place,
    hasNext: walkedBy(place, items, 1) !== place,
    scale,
    mode: view.mode,
    isComparing: other !== undefined,
    hasFacts,
    original: large?.startsWith("/") ? large : undefined,
    download: large && { address: large, name: downloadName(picture, place.item.caption) },
  };
}

const MAX_NAME = 80;
const FORMATS: readonly string[] = ["jpg", "png", "webp"];

/** A file name for a picture that is safe on every system, whatever the record says. */
export function downloadName(picture: Picture, caption: string): string {
  const wanted = shownText(picture.value("new_image")).split(/[\\/]/).pop() || caption;
  const stem = wanted
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .replace(/[^\p{L}\p{N}_-]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  const page = picture.page !== undefined && picture.pages > 1 ? `-page-${picture.page}` : "";
  // Some systems take these for devices.
  const isDevice = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem);
  return `${(isDevice ? "" : [...stem].slice(0, MAX_NAME).join("")) || "picture"}${page}.${formatOf(picture)}`;
}

// The link says what the endpoint sends: `<box>.<format>.<quality>...`, a data: URI its type, a file its name.
function formatOf({ link, thumb }: Picture): string {
  const [address = ""] = valuesOf(link ?? thumb);
  const [, found = "jpg"] =
    /\/\d+x\d+\.(\w+)\.|^data:image\/(?:x-)?(\w+)|\.(\w+)(?:\?|$)/
      .exec(address)
      ?.filter((part) => part !== undefined) ?? [];
  const format = found.toLowerCase() === "jpeg" ? "jpg" : found.toLowerCase();
  return FORMATS.includes(format) || format === "gif" ? format : "jpg";
}
