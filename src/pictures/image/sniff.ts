import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { ImageError } from "../contract.ts";
import { BY_EXTENSION, FORMATS, type Format, type SourceFormat } from "./formats.ts";
import { beginsSvg } from "./svg-start.ts";
import { isText, textOf } from "./text-bytes.ts";

/** How many bytes of a file it takes to tell its format. */
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
 * Tells the format by the first bytes: Content-Type and extension are what a login page lies about.
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
