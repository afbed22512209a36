import { readableBytes } from "../../../web/readable.ts";
import { shownText } from "./shown-text.ts";

export type Fact = readonly [name: string, value: string];

const CAME_FROM: Readonly<Record<string, string>> = {
  miss: "the image server, just now",
  hit: "the cache",
  revalidated: "the cache; its server says it is unchanged",
  stale: "the cache; its server could not confirm it",
  off: "the image server, and was not kept",
};

/**
 * What is known of a picture, in the same words on every page. What is empty is not known.
 * @param value a field of getimage
 * @param part which page it shows
 */
export function pictureFacts(value: (field: string) => string, part: string): readonly Fact[] {
  const text = (field: string, max?: number): string => shownText(value(field), max);
  const [width, height] = [counted(value("image_width")), counted(value("image_height"))];
  const facts: readonly Fact[] = [
    // Of an error it names the picture that tells it.
    ["Shown as", value("image_severity") === "severe" || value("image_status") === "error" ? "" : text("new_image")],
    ["Image server", text("image_source")],
    ["Its answer", text("image_http_status", 40)],
    ["Format", text("image_format", 40).toUpperCase()],
    ["Original", width === "" || height === "" ? "" : `${width} × ${height} pixels`],
    ["Part", part],
    ["Size", bytesText(value("image_bytes"))],
    ["Came from", CAME_FROM[value("image_cache")] ?? text("image_cache", 40)],
    ["Decoder", text("image_decoder", 40)],
  ];
  return facts.filter(([, said]) => said !== "");
}

function counted(text: string): string {
  return /^\d{1,9}$/.test(text) ? Number(text).toLocaleString("en") : "";
}

function bytesText(text: string): string {
  return readableBytes(text) || (/^\d{1,4}$/.test(text) ? `${text} bytes` : "");
}
