import { shownText, valuesOf } from "../../../web/cell.ts";
import type { Picture } from "./picture.ts";

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

// The link tells what the endpoint sends: `<box>.<format>.<quality>...`, a data: URI its type, a file its name.
function formatOf({ link, thumb }: Picture): string {
  const [address = ""] = valuesOf(link ?? thumb);
  const [, found = "jpg"] =
    /\/\d+x\d+\.(\w+)\.|^data:image\/(?:x-)?(\w+)|\.(\w+)(?:\?|$)/
      .exec(address)
      ?.filter((part) => part !== undefined) ?? [];
  const format = found.toLowerCase() === "jpeg" ? "jpg" : found.toLowerCase();
  return FORMATS.includes(format) || format === "gif" ? format : "jpg";
}
