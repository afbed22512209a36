/** Names that cross a border: dashboards, searches, conf files and logs rely on them. Imports nothing. */

/** Folder name of the app below `etc/apps`, and its id. */
export const APP_ID = "rx_image_review_app";

/** Under which the secrets of image servers lie in Splunk's storage/passwords; the user name there is the label. */
export const SECRET_REALM = "getimage";

/** Columns that the 2016 original added; its dashboards and searches still name them. */
export const CLASSIC_FIELDS = [
  "rc_wget",
  "rc_convert",
  "new_image",
  "image_size",
  "file_loc",
  "link",
  "cached_image",
  "wget_result",
  "app_shortcut_url",
] as const;

/** Columns that came with this version. */
const NEW_FIELDS = [
  "image_status",
  "image_error",
  "image_error_text",
  "image_cache",
  "image_http_status",
  "image_source",
  "image_format",
  "image_width",
  "image_height",
  "image_pages",
  "image_page",
  "image_decoder",
  "image_note",
  "image_bytes",
  "image_ms",
  "image_severity",
  "image_icon",
] as const;

/** Columns that only a search with `thumb=true` gets; others may have such columns of their own. */
export const THUMB_FIELDS = ["thumb", "image_markdown"] as const;

/** Every column that getimage adds to a row, in the order in which it writes them. */
export const OUTPUT_FIELDS = [...CLASSIC_FIELDS, ...NEW_FIELDS, ...THUMB_FIELDS] as const;
export type OutputField = (typeof OUTPUT_FIELDS)[number];

/** How bad a row's picture is: shown as it is, shown with something to know about it, not shown. */
export const SEVERITIES = ["low", "elevated", "severe"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A glyph for each, of shapes that differ without colour. */
export const SEVERITY_ICONS: Readonly<Record<Severity, string>> = { low: "✔", elevated: "▲", severe: "✖" };

/** Why a row has no picture. The values are stable: searches and alerts compare with them. */
export const IMAGE_ERROR_CODES = [
  "not-found",
  "forbidden",
  "unauthorized",
  "http-error",
  "connect-failed",
  "dns-failed",
  "tls-failed",
  "timeout",
  "too-slow",
  "too-large",
  "too-many-pixels",
  "too-many-pages",
  "truncated",
  "not-an-image",
  "unsupported",
  "no-such-page",
  "corrupt",
  "decode-timeout",
  "decode-memory",
  "decoder-crashed",
  "decoder-unavailable",
  "bad-name",
  "host-refused",
  "redirect-refused",
  "breaker-open",
  "cache-error",
  "cancelled",
] as const;
export type ImageErrorCode = (typeof IMAGE_ERROR_CODES)[number];

/** Where a row's picture came from. */
export type CacheStatus = "miss" | "hit" | "revalidated" | "stale" | "off";

/** What decoded a picture: libvips, libvips passing over faults, ImageMagick or PDFium, both as WebAssembly. */
export const IMAGE_DECODERS = ["sharp", "sharp-lenient", "magick", "pdf"] as const;
export type ImageDecoder = (typeof IMAGE_DECODERS)[number];

/** Formats that the command can write. */
export const OUTPUT_FORMATS = ["jpg", "png", "webp"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** What a search may ask for: one of them, or `auto` for what is smallest at the same legibility. */
export const FORMAT_CHOICES = [...OUTPUT_FORMATS, "auto"] as const;
export type FormatChoice = (typeof FORMAT_CHOICES)[number];

/** Under `serve = static` Splunk Web serves `<app>/appserver/static/cache` at this root-relative address. */
export const STATIC_CACHE_URL = `/static/app/${APP_ID}/cache/`;

/** The user's right to look at pictures: authorize.conf has it, the command and the endpoint ask for it. */
export const CAPABILITY = "get_images";

/** Sides of a result's box, in pixels; the longest is a screen of the largest kind, so that no search can ask for a bomb. */
export const MIN_SIDE = 16;
export const MAX_SIDE = 4096;

/** A `thumb` is shorter than this: its data: URI, in characters. */
export const MAX_THUMB_LENGTH = 4096;
export const THUMB_PREFIX = "data:image/jpeg;base64,";

/** What follows the host in the address of the endpoint, as splunkd knows it. */
export const ENDPOINT_PATH = `/${APP_ID}/image/`;
/**
 * Under `serve = rest` the endpoint is reached at this address below Splunk Web's root. Splunk Web takes any language in
 * the place of en-US, whatever the user's is, and this one is always there.
 */
export const ENDPOINT_URL = `/en-US/splunkd/__raw/services${ENDPOINT_PATH}`;

/** Why one picture could not be shown; `text` is a sentence for a person: what was wanted, what came, what to do. */
export type ImageError = {
  readonly code: ImageErrorCode;
  readonly text: string;
  /** Status line of the image server, where there was one. */
  readonly httpStatus?: number;
  readonly httpReason?: string;
  /** The few words that wget has for a connection that failed. */
  readonly brief?: string;
  /** Page from 1 that could not be shown, and how many the picture has; where a decoder came to know them. */
  readonly page?: number;
  readonly pages?: number;
  /** The key of `[fetch]` that set the limit, where no option of the search moves it. */
  readonly limit?: "idle_timeout";
};

/** What is known of a picture that was made to be shown. Width and height are those of the source's page, upright. */
export type Rendition = {
  readonly width: number;
  readonly height: number;
  /** Pages of the source. */
  readonly pages: number;
  /** Pages that it shows, from 1; the same unless it is a contact sheet. */
  readonly page: number;
  readonly lastPage: number;
  readonly decoder: ImageDecoder;
  /** What was done to show it that a person should know; absent where nothing was. */
  readonly note?: string;
  /** Of its files, and their extension. */
  readonly format: OutputFormat;
  readonly freshBytes: number;
  /** A small JPEG of the picture without its caption, in base64; empty where none is small enough. */
  readonly thumb?: string;
};

/** What a row gets when its search is over first. */
export const CANCELLED: ImageError = {
  code: "cancelled",
  text: "the search ended before this picture was there",
};

/** What all processes of the machine know of one image server. Times are milliseconds since 1970. */
export type HostRecord = {
  readonly origin: string;
  /** In a row. */
  readonly failures: number;
  /** Until when it is not asked; 0 while it is closed. */
  readonly openUntil: number;
  /** 0: closed. 1, 2, ...: how often it was opened since it last answered. */
  readonly step: number;
  /** Of the first failure in the row; once it was open, of the last probe. */
  readonly cause: string;
  /** When this was written. */
  readonly at: number;
};
