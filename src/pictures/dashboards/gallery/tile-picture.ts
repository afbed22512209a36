import { make } from "../../../web/make.ts";
import type { PictureAddress } from "../shared/address.ts";
import { plainCopy } from "../shared/link-variants.ts";
import { BROKEN, makeErrorPanel, missingWords } from "./error-panel.ts";
import type { Picture } from "./picture.ts";
import type { PictureOrder, PictureQueue } from "./picture-queue.ts";

export type TilePictureOptions = {
  readonly queue: PictureQueue;
  /** Side of the tile in CSS pixels. */
  readonly side: number;
  readonly sharpen: boolean;
};

/** Sides for which the endpoint is asked: few, so that tiles of about the same size share one picture in its cache. */
const SIDES = [128, 256, 512, 1024];
/** A thumbnail may be enlarged by so much before a larger picture is worth a request. */
const BEARABLE = 1.25;

/** The picture of a tile, or the words in its place. */
export function makeTilePicture(
  picture: Picture,
  { queue, side, sharpen }: TilePictureOptions,
): { readonly root: HTMLElement; readonly cancel: () => void } {
  const root = make("span", { class: "gx-picture" });
  const { thumb, link } = picture;
  const needed = side * (window.devicePixelRatio || 1);
  let order: PictureOrder | undefined;

  const put = (image: HTMLImageElement): void => {
    image.className = "gx-image";
    root.replaceChildren(image);
  };
  const fail = (): void => root.replaceChildren(makeErrorPanel(BROKEN));
  const load = (address: PictureAddress, failed: () => void): void => {
    order = queue.add(address, (image) => (image ? put(image) : failed()));
  };
  const loadLarger = (address: PictureAddress, failed: () => void): void => {
    const fitting = SIDES.find((each) => each >= needed) ?? needed;
    load(plainCopy(address, fitting) ?? address, failed);
  };

  if (thumb?.startsWith("data:")) {
    const image = make("img", { alt: "", decoding: "async", draggable: "false" });
    image.addEventListener("load", () => {
      const isSmall = Math.max(image.naturalWidth, image.naturalHeight) * BEARABLE < needed;
      // What is there stays where nothing better comes.
      if (isSmall && sharpen && link) loadLarger(link, () => {});
    });
    image.addEventListener("error", () => (link ? loadLarger(link, fail) : fail()));
    image.src = thumb;
    put(image);
  } else if (thumb) load(thumb, () => (link ? loadLarger(link, fail) : fail()));
  else if (link) loadLarger(link, fail);
  else root.append(makeErrorPanel(missingWords(picture)));
  return { root, cancel: () => order?.cancel() };
}
