import type { OutputField } from "../../contract.ts";

/** Views of the app whose searches keep columns of getimage for whoever looks at them, or for a page. */
export type View = "gallery" | "review" | "studio" | "classic";

/**
 * Which views keep each column of getimage where their search ends. A new column needs a line here, be it `[]`, or it
 * does not compile; the searches of the views are held to this table, and pages can read nothing else by name.
 */
export const VIEWS_OF_COLUMN = {
  rc_wget: ["classic"],
  rc_convert: ["classic"],
  new_image: ["gallery", "review", "classic"],
  image_size: ["classic"],
  file_loc: ["classic"],
  link: ["gallery", "review", "studio", "classic"],
  cached_image: ["classic"],
  wget_result: ["classic"],
  app_shortcut_url: ["studio", "classic"],
  image_status: ["gallery", "review"],
  image_error: ["gallery", "review", "studio", "classic"],
  image_error_text: ["gallery", "review", "studio", "classic"],
  image_cache: ["gallery", "review", "studio", "classic"],
  image_http_status: ["gallery", "review", "classic"],
  image_source: ["gallery", "review", "studio", "classic"],
  image_format: ["gallery", "review", "studio", "classic"],
  image_width: ["gallery", "review", "studio", "classic"],
  image_height: ["gallery", "review", "studio", "classic"],
  image_pages: ["gallery", "review", "studio", "classic"],
  image_page: ["gallery", "review", "studio"],
  image_decoder: ["gallery", "review", "classic"],
  image_note: ["gallery", "review", "studio", "classic"],
  image_bytes: ["gallery", "review", "studio", "classic"],
  image_ms: ["studio", "classic"],
  image_severity: ["gallery", "review", "classic"],
  image_icon: [],
  thumb: ["gallery", "review", "studio"],
  image_markdown: ["studio"],
} as const satisfies Readonly<Record<OutputField, readonly View[]>>;

/** A column that the search of a view keeps. */
export type ColumnOf<Name extends View> = {
  [Field in keyof typeof VIEWS_OF_COLUMN]: Name extends (typeof VIEWS_OF_COLUMN)[Field][number] ? Field : never;
}[keyof typeof VIEWS_OF_COLUMN];

/** What tables of the views call columns that are drawn and not only written. */
export const RENAMED = {
  review: { thumb: "Picture", image_severity: "Status", image_error_text: "Why" },
  classic: { image_severity: "range" },
} as const satisfies Readonly<Partial<Record<View, Readonly<Partial<Record<OutputField, string>>>>>>;
