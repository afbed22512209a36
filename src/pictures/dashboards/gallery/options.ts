import { APP_ID } from "../../contract.ts";

export const SORTS = ["none", "caption", "status", "format", "size", "pages"] as const;
export type Sort = (typeof SORTS)[number];

export const FITS = ["contain", "cover"] as const;
export type TileFit = (typeof FITS)[number];

/** How a gallery is set up. */
export type GalleryOptions = {
  /** Side of a tile's picture in pixels; tiles grow a little until they fill their row. */
  readonly tileSize: number;
  /** Empty means the first field of the record. */
  readonly captionField: string;
  readonly fit: TileFit;
  readonly sort: Sort;
  /** Whether tiles that are larger than their thumbnails get larger pictures from the endpoint. */
  readonly sharpen: boolean;
};

/** Names and defaults as savedsearches.conf and formatter.html have them. */
export const DEFAULTS = { tileSize: "160", captionField: "", fit: "contain", sort: "none", sharpen: "true" } as const;
const MIN_TILE = 64;
const MAX_TILE = 400;
const MAX_FIELD_NAME = 300;

/**
 * Reads what a page hands over, which may be anything: what is no good value counts as the default.
 * @param namespace what stands before an option's name, `display.visualizations.custom.<app>.image_gallery.`
 */
export function readOptions(config: unknown, namespace: string): GalleryOptions {
  const text = (name: keyof typeof DEFAULTS): string => optionText(config, namespace, name) ?? DEFAULTS[name];
  const size = Math.round(Number(text("tileSize")));
  return {
    tileSize: size > 0 ? Math.min(Math.max(size, MIN_TILE), MAX_TILE) : Number(DEFAULTS.tileSize),
    captionField: text("captionField").trim().slice(0, MAX_FIELD_NAME),
    fit: FITS.find((fit) => fit === text("fit")) ?? DEFAULTS.fit,
    sort: SORTS.find((sort) => sort === text("sort")) ?? DEFAULTS.sort,
    sharpen: !isNo(text("sharpen")),
  };
}

/** Whether opening a tile is to set tokens; a page that says nothing decides by itself what it does with the click. */
export function wantsDrilldown(config: unknown): boolean {
  const text = ["display.visualizations.custom.drilldown", "drilldown"].map((name) => textIn(config, name));
  return !isNo(text.find((value) => value !== undefined) ?? "");
}

// Simple XML names options wholly; Dashboard Studio has been seen to leave out parts of the name, or all of it.
function optionText(config: unknown, namespace: string, name: string): string | undefined {
  const prefixes = [namespace, `${APP_ID}.image_gallery.`, "image_gallery.", ""];
  return prefixes.map((prefix) => textIn(config, prefix + name)).find((value) => value !== undefined);
}

function textIn(config: unknown, key: string): string | undefined {
  if (typeof config !== "object" || config === null || !Object.hasOwn(config, key)) return;
  const value: unknown = Reflect.get(config, key);
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function isNo(text: string): boolean {
  return /^(none|false|f|0|no|off)$/i.test(text.trim());
}
