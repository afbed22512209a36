import { ENDPOINT_PATH, MAX_SIDE } from "../../contract.ts";
import type { PictureAddress } from "./address.ts";

/** `<root><width>x<height>.<format>.<quality>.<page>.<place of the caption>[.<caption>]/<variant>.<places>?v=...` */
const LINK = new RegExp(`^([^?]*${ENDPOINT_PATH})(\\d+x\\d+)\\.(\\w+\\.\\d+)\\.(\\w+)\\.([^/]+/[^/]+)$`);

/** The same picture in another box, in pixels. Undefined where the picture is a file and has one size. */
export function withSize(link: PictureAddress, side: number): PictureAddress | undefined {
  return rewritten(link, { box: `${side}x${side}` });
}

/** A copy without the caption, which on a small one nobody could read and which hides a part of any. */
export function plainCopy(link: PictureAddress, side: number): PictureAddress | undefined {
  const sized = withSize(link, side);
  const [, root, box, encoding, page, rest = ""] = (sized && LINK.exec(sized)) ?? [];
  if (root === undefined) return undefined;
  return `${root}${box}.${encoding}.${page}.${rest.replace(/^[^/]+/, "plain")}` as PictureAddress;
}

/** The picture in its own size, as far as the endpoint makes it, with nothing written on it. */
export function inOriginalSize(link: PictureAddress): PictureAddress | undefined {
  return plainCopy(link, MAX_SIDE);
}

/** Another page of the same file, from 1. Undefined where the picture is a file by itself. */
export function withPage(link: PictureAddress, page: number): PictureAddress | undefined {
  return rewritten(link, { page: String(page) });
}

/** The side in pixels that a link's picture has at most; undefined where the picture is a file. */
export function sideOf(link: string): number | undefined {
  const [, , box = ""] = LINK.exec(link) ?? [];
  return box === "" ? undefined : Math.max(...box.split("x").map(Number));
}

function rewritten(link: PictureAddress, to: { box?: string; page?: string }): PictureAddress | undefined {
  const [, root, box, encoding, page, rest] = LINK.exec(link) ?? [];
  if (root === undefined) return undefined;
  // Digits in the place of digits make an address that is as harmless as it was.
  return `${root}${to.box ?? box}.${encoding}.${to.page ?? page}.${rest}` as PictureAddress;
}
