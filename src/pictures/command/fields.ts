import { pathToFileURL } from "node:url";
import type { Origin } from "../cache/store/entries.ts";
import {
  type CacheStatus,
  type ImageError,
  type OutputField,
  SEVERITY_ICONS,
  type Severity,
  THUMB_PREFIX,
} from "../contract.ts";
import { ERROR_CODES } from "../errors/error-codes.ts";
import { isConnectionFailure } from "../errors/memory.ts";
import type { ErrorPicture } from "../produce/error-picture.ts";
import type { Failure, SourceFacts } from "../produce/picture.ts";
import type { Links } from "../produce/present.ts";
import type { Presented } from "../produce/produce.ts";
import { failureMarkdown, pictureMarkdown } from "./markdown.ts";

/** One picture's cells, by column. What is not named is empty. */
export type Fields = Readonly<Partial<Record<OutputField, string>>>;

export type FieldContext = {
  /** Address of the folder that holds all pictures, for dashboards of old. */
  readonly shortcutUrl: string;
  /** When the row was answered, and how long it waited in milliseconds. */
  readonly at: Date;
  readonly ms: number;
  /** Whether the search asks for thumbnails. */
  readonly thumb: boolean;
  /** Base of the address that was asked first; absent where none may be asked. */
  readonly asked?: string;
};

/** The row that a picture belongs to. */
export type PictureRow = {
  /** The file that the record names, and the name under which the picture is shown. */
  readonly name: string;
  readonly newName: string;
  /** Whether this row caused the fetch; later rows of the same search are served from the cache. */
  readonly isFirst: boolean;
};

export function pictureFields(
  { picture, view: links }: Presented<Links>,
  { name, newName, isFirst }: PictureRow,
  context: FieldContext,
): Fields {
  const { entry, files, isKept, cache, doubt } = picture;
  const { origin } = entry;
  const shownAs: CacheStatus = (cache === "miss" || cache === "revalidated") && !isFirst ? "hit" : cache;
  const fromCache = shownAs !== "miss" && shownAs !== "off";
  const file = fromCache ? files.cached : files.fresh;
  const thumb = entry.thumb ? THUMB_PREFIX + entry.thumb : "";
  const severity: Severity = doubt || entry.note !== undefined ? "elevated" : "low";
  const link = fromCache ? links.cached : links.fresh;
  return {
    rc_wget: doubt ? wgetFailure(doubt, context.at) : fromCache ? "" : wgetSuccess(origin, name, context.at),
    rc_convert: "",
    new_image: newName,
    image_size: fromCache ? String(origin.bytes) : "",
    file_loc: isKept ? fileAddress(file) : "",
    link,
    cached_image: fromCache ? "Y" : "N",
    wget_result: doubt ? wgetResult(doubt) : "Ok",
    app_shortcut_url: context.shortcutUrl,
    image_status: doubt ? "stale" : "ok",
    image_error: doubt?.code ?? "",
    image_error_text: doubt ? staleText(doubt, origin, context.at) : "",
    image_cache: shownAs,
    image_http_status: String(doubt?.httpStatus ?? (doubt ? "" : origin.status)),
    image_source: origin.base,
    image_format: origin.format,
    image_width: String(entry.width),
    image_height: String(entry.height),
    image_pages: String(entry.pages),
    image_page: entry.page === entry.lastPage ? String(entry.page) : `${entry.page}-${entry.lastPage}`,
    image_decoder: entry.decoder,
    image_note: entry.note ?? "",
    image_bytes: String(origin.bytes),
    image_ms: String(context.ms),
    image_severity: severity,
    image_icon: SEVERITY_ICONS[severity],
    thumb: context.thumb ? thumb : "",
    image_markdown: context.thumb ? pictureMarkdown(newName, thumb, link) : "",
  };
}

// A path in which nothing is to be encoded or resolved: the general way costs as much as a look at the disk.
const PLAIN_PATH = /^(?:\/[\w-][\w.-]*)+$/;

function fileAddress(file: string): string {
  return PLAIN_PATH.test(file) ? `file://${file}` : pathToFileURL(file).href;
}

// A row says how bad it is by a word, and by a glyph for those who look instead of read.
function severityFields(severity: Severity): Fields {
  return { image_severity: severity, image_icon: SEVERITY_ICONS[severity] };
}

export function failureFields(
  { error, base, source, metAt }: Failure,
  name: string,
  errorPictureName: string,
  errorPicture: ErrorPicture | undefined,
  context: FieldContext,
): Fields {
  const isConnection = isConnectionFailure(error);
  return {
    rc_wget: source ? wgetSuccess(source, name, context.at) : wgetFailure(error, context.at),
    rc_convert: source ? error.text : "convert was not called",
    new_image: errorPictureName,
    image_size: "",
    file_loc: errorPicture?.file === undefined ? "" : fileAddress(errorPicture.file),
    link: isConnection ? `ERROR CONNECTION TO IMAGE SERVER ${wgetResult(error)}` : (errorPicture?.link ?? ""),
    cached_image: isConnection ? "" : "N",
    wget_result: source ? "Ok" : wgetResult(error),
    app_shortcut_url: context.shortcutUrl,
    image_status: "error",
    image_error: error.code,
    image_error_text: error.text + (metAt === undefined ? "" : asMet(metAt)),
    image_http_status: String(error.httpStatus ?? source?.status ?? ""),
    image_source: base ?? context.asked ?? "",
    image_format: source?.format ?? "",
    image_pages: String(error.pages ?? ""),
    image_page: String(error.page ?? ""),
    image_bytes: source ? String(source.bytes) : "",
    image_ms: String(context.ms),
    ...severityFields("severe"),
    image_markdown: context.thumb ? failureMarkdown(name, error.code) : "",
  };
}

/** The name under which a failed picture is shown; answers of a server keep the name that the original gave them. */
export function errorPictureNameFor(nameWithoutExtension: string, error: ImageError): string {
  const reason = error.httpStatus === undefined ? error.code.replaceAll("-", "_") : "not_found";
  return `${nameWithoutExtension}_sorry_${reason}.png`;
}

// Dashboards search rc_wget for ERROR and fail; a name or address that happens to hold these must not set them off.
function wgetSuccess({ url, bytes }: SourceFacts, name: string, at: Date): string {
  const line = `${stamp(at)} URL:${url} [${bytes}/${bytes}] -> "${name}" [1]`;
  return /error|fail/i.test(line) ? `${stamp(at)} URL [${bytes}/${bytes}] [1]` : line;
}

function wgetFailure(error: ImageError, at: Date): string {
  const word = error.httpStatus === undefined ? "failed" : ERROR_CODES[error.code].wgetWord;
  return word === "ERROR" ? `${stamp(at)} ERROR ${wgetResult(error)}` : `failed: ${wgetResult(error)}`;
}

function wgetResult({ brief, text, httpStatus, httpReason }: ImageError): string {
  return httpStatus === undefined ? (brief ?? text) : `${httpStatus}: ${httpReason}.`;
}

function staleText(doubt: ImageError, { checkedAt }: Origin, at: Date): string {
  const age = ageText(Math.max(0, at.getTime() - checkedAt));
  return `shown from the cache as it was ${age} ago, because its server could not confirm it: ${doubt.text}`;
}

function ageText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return minutes === 1 ? "a minute" : `${minutes} minutes`;
  const hours = ms / 3_600_000;
  return hours < 48 ? `${hours.toFixed(1)} hours` : `${Math.round(hours / 24)} days`;
}

function asMet(ms: number): string {
  return ` (as an earlier search found at ${stamp(new Date(ms)).slice(11)} UTC; refresh=true asks again)`;
}

function stamp(at: Date): string {
  return at.toISOString().slice(0, 19).replace("T", " ");
}
