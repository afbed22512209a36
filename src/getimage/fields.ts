import { pathToFileURL } from "node:url";
import {
  type CacheStatus,
  type ImageError,
  type ImageErrorCode,
  OUTPUT_FIELDS,
  type OutputField,
} from "../contract.ts";
import type { Failure, Picture, SourceFacts } from "./produce.ts";

/** One picture's cells, by column. What is not named is empty. */
export type Fields = Readonly<Partial<Record<OutputField, string>>>;

/** What a row shows in place of a picture. */
export type Placard = { readonly file: string; readonly link: string };

export type FieldContext = {
  /** Address of the folder that holds all pictures, for dashboards of old. */
  readonly shortcutUrl: string;
  /** When the row was answered, and how long it waited in milliseconds. */
  readonly at: Date;
  readonly ms: number;
};

// The original showed no picture for these, but a text in `link`; its dashboards know rows by it.
const CONNECTION_CODES: ReadonlySet<ImageErrorCode> = new Set([
  "connect-failed",
  "dns-failed",
  "tls-failed",
  "timeout",
  "too-slow",
  "host-refused",
  "breaker-open",
]);

export function isConnectionFailure({ code, httpStatus }: ImageError): boolean {
  return httpStatus === undefined && CONNECTION_CODES.has(code);
}

/** @param isFirst whether this row caused the fetch; later rows of the same search are served from the cache */
export function pictureFields(
  picture: Picture,
  name: string,
  newName: string,
  isFirst: boolean,
  context: FieldContext,
): Fields {
  const { entry, files, links, cache } = picture;
  const { source } = entry;
  const shownAs: CacheStatus = cache === "miss" && !isFirst ? "hit" : cache;
  const fromCache = shownAs === "hit";
  return {
    rc_wget: fromCache ? "" : wgetSuccess(source, name, context.at),
    rc_convert: "",
    new_image: newName,
    image_size: fromCache ? String(source.bytes) : "",
    file_loc: pathToFileURL(fromCache ? files.cached : files.fresh).href,
    link: fromCache ? links.cached : links.fresh,
    cached_image: fromCache ? "Y" : "N",
    wget_result: "Ok",
    app_shortcut_url: context.shortcutUrl,
    image_status: "ok",
    image_error: "",
    image_error_text: "",
    image_cache: shownAs,
    image_http_status: String(source.status),
    image_source: source.base,
    image_format: source.format,
    image_width: String(entry.width),
    image_height: String(entry.height),
    image_pages: String(entry.pages),
    image_bytes: String(source.bytes),
    image_ms: String(context.ms),
  };
}

export function failureFields(
  { error, base, source }: Failure,
  name: string,
  placardName: string,
  placard: Placard | undefined,
  context: FieldContext,
): Fields {
  const isConnection = isConnectionFailure(error);
  const words = error.brief ?? error.text;
  const status = error.httpStatus === undefined ? undefined : `${error.httpStatus}: ${error.httpReason}.`;
  const { rc_wget, wget_result } = source
    ? { rc_wget: wgetSuccess(source, name, context.at), wget_result: "Ok" }
    : status
      ? { rc_wget: `${stamp(context.at)} ERROR ${status}`, wget_result: status }
      : { rc_wget: `failed: ${words}`, wget_result: words };
  return {
    rc_wget,
    rc_convert: source ? error.text : "convert was not called",
    new_image: placardName,
    image_size: "",
    file_loc: placard ? pathToFileURL(placard.file).href : "",
    link: isConnection ? `ERROR CONNECTION TO IMAGE SERVER ${words}` : (placard?.link ?? ""),
    cached_image: isConnection ? "" : "N",
    wget_result,
    app_shortcut_url: context.shortcutUrl,
    image_status: "error",
    image_error: error.code,
    image_error_text: error.text,
    image_http_status: String(error.httpStatus ?? source?.status ?? ""),
    image_source: base ?? "",
    image_format: source?.format ?? "",
    image_bytes: source ? String(source.bytes) : "",
    image_ms: String(context.ms),
  };
}

/** The name under which a failed picture is shown; answers of a server keep the name that the original gave them. */
export function placardNameFor(nameWithoutExtension: string, error: ImageError): string {
  const reason = error.httpStatus === undefined ? error.code.replaceAll("-", "_") : "not_found";
  return `${nameWithoutExtension}_sorry_${reason}.png`;
}

/** The cells of a picture in the order of the columns. */
export function cellsInOrder(fields: Fields): readonly string[] {
  return OUTPUT_FIELDS.map((field) => fields[field] ?? "");
}

// Dashboards search rc_wget for ERROR and fail; a name or address that happens to hold these must not set them off.
function wgetSuccess({ url, bytes }: SourceFacts, name: string, at: Date): string {
  const line = `${stamp(at)} URL:${url} [${bytes}/${bytes}] -> "${name}" [1]`;
  return /error|fail/i.test(line) ? `${stamp(at)} URL [${bytes}/${bytes}] [1]` : line;
}

function stamp(at: Date): string {
  return at.toISOString().slice(0, 19).replace("T", " ");
}
