import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { ImageError } from "../contract.ts";
import { BY_EXTENSION, FORMATS, type Format, type SourceFormat } from "./formats.ts";

/** How many bytes of a file it takes to know its format. */
const HEAD_BYTES = 2_048;

const SIGNATURES = Object.entries<Format>(FORMATS).flatMap(([name, { signature, isLikeText = false }]) =>
  signature ? [[name as SourceFormat, signature, isLikeText] as const] : [],
);

/** Files that we know by their first bytes and do not decode. */
const UNSUPPORTED: readonly (readonly [string, RegExp])[] = [
  ["PostScript", /^(%!|\xc5\xd0\xd3\xc6)/],
  ["DjVu", /^AT&TFORM/],
  ["JPEG XR", /^II\xbc/],
  ["WMF", /^(\xd7\xcd\xc6\x9a|[\x01\x02]\0\x09\0\0[\x01\x03])/],
  ["EMF", /^\x01\0\0\0[\s\S]{36} EMF/],
  ["FLIF", /^FLIF/],
  ["ZIP or Office", /^PK\x03\x04/],
  ["gzip", /^\x1f\x8b/],
  ["video", /^([\s\S]{4}ftyp(mp4|isom|M4V|qt)|\x1aE\xdf\xa3|RIFF[\s\S]{4}AVI )/],
];

/**
 * Finds the format by the first bytes: Content-Type and extension are what a login page lies about.
 * @param extension of the name that was asked for, lower case; it counts only for formats that bear no mark, and for bytes
 * that are no text
 */
export function sniff(head: Buffer, contentType: string, extension = ""): Outcome<SourceFormat, ImageError> {
  const bytes = head.toString("latin1", 0, HEAD_BYTES);
  const known = SIGNATURES.find(([, signature, isLikeText]) => signature.test(bytes) && !(isLikeText && isText(bytes)));
  if (known) return succeed(known[0]);
  const plain = textOf(bytes);
  const text = (plain ?? bytes.replace(/^\xef\xbb\xbf/, "")).trimStart();
  if (beginsSvg(text) || (/^\x1f\x8b/.test(bytes) && /^svgz?$/.test(extension))) return succeed("svg");
  const other = UNSUPPORTED.find(([, signature]) => signature.test(bytes));
  if (other) return fail(unsupported(other[0]));
  const named = BY_EXTENSION.get(extension);
  if (named && plain === undefined) return succeed(named);
  return fail({ code: "not-an-image", text: `expected a picture, received ${describe(head, plain, contentType)}` });
}

/** The extension of a file's name or of a path, in lower case; empty for none. */
export function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? "";
}

function unsupported(format: string): ImageError {
  return {
    code: "unsupported",
    text: `expected one of the formats that getimage reads, received ${format}; convert it on the image server`,
  };
}

function describe(head: Buffer, plain: string | undefined, contentType: string): string {
  if (head.byteLength === 0) return "an empty file";
  const text = (plain ?? head.toString("latin1")).trimStart();
  if (/^(<!doctype html|<html|<head|<body)/i.test(text)) return "an HTML page, perhaps of a login or an error";
  const announced = contentType === "" ? "" : ` announced as ${contentType.slice(0, 60)}`;
  if (plain !== undefined) return `text${announced}, beginning ${JSON.stringify([...text].slice(0, 40).join(""))}`;
  return `unknown bytes${announced}, beginning ${head.toString("hex", 0, 8)}`;
}

/** What may stand before the root of an SVG: comments, and what is said to programs, the XML declaration among it. */
const ASIDES: readonly (readonly [start: string, end: string])[] = [
  ["<!--", "-->"],
  ["<?", "?>"],
];
const DOCTYPE = /<!DOCTYPE\s+svg(?=[\s>[])[^>[]*(\[[\s\S]*?\]\s*)?>/iy;
const ROOT = /<(svg:)?svg[\s>]/iy;

/**
 * Whether a text begins as an SVG does. Walked and not matched by one pattern: where a comment can be read in two ways, a
 * pattern tries all of them, and a few hundred bytes of comments keep it busy for ever.
 */
function beginsSvg(text: string): boolean {
  for (let at = blanksFrom(text, 0); ; ) {
    if (matchEnd(ROOT, text, at) !== undefined) return true;
    const end = endOfAside(text, at) ?? matchEnd(DOCTYPE, text, at);
    if (end === undefined) return false;
    at = blanksFrom(text, end);
  }
}

function endOfAside(text: string, at: number): number | undefined {
  const aside = ASIDES.find(([start]) => text.startsWith(start, at));
  if (!aside) return undefined;
  const [start, end] = aside;
  const found = text.indexOf(end, at + start.length);
  return found === -1 ? undefined : found + end.length;
}

function blanksFrom(text: string, at: number): number {
  return matchEnd(/\s*/y, text, at) ?? at;
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** No text holds these; of tab, line and page breaks it does. */
const CONTROL = /[\0-\x08\x0b\x0e-\x1f\x7f]/;
/** The first bytes may end inside a letter of up to four. */
const CUT_LETTER = /[\xc0-\xff][\x80-\xbf]{0,2}$/;

/** Whether the first bytes of a file, read as Latin-1, are those of a text: in UTF-8, or in another code and mostly ASCII. */
function isText(bytes: string): boolean {
  if (CONTROL.test(bytes)) return false;
  const letters = bytes.replace(/[^\x80-\xff]+/g, "").length;
  return letters * 2 <= bytes.length || utf8Of(bytes) !== undefined;
}

/** The first bytes of a file as text, without the mark at its start; undefined where they are none. */
function textOf(bytes: string): string | undefined {
  return isText(bytes) ? (utf8Of(bytes) ?? bytes) : undefined;
}

function utf8Of(bytes: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(bytes.replace(CUT_LETTER, ""), "latin1"));
  } catch {
    return undefined;
  }
}
