import type { ImageError } from "../contract.ts";
import { fail, type Outcome, succeed } from "../lib/outcome.ts";

/** Formats that the decoder takes. */
export const SOURCE_FORMATS = ["tiff", "jpeg", "png", "gif", "webp", "avif"] as const;
export type SourceFormat = (typeof SOURCE_FORMATS)[number];

/** Pictures that we know by their first bytes but do not decode. */
const UNSUPPORTED: readonly (readonly [string, RegExp])[] = [
  ["PDF", /^%PDF-/],
  ["PostScript", /^%!PS/],
  ["BMP", /^BM[\s\S]{4}\0\0\0\0/],
  ["Photoshop", /^8BPS/],
  ["HEIC", /^[\s\S]{4}ftyp(heic|heix|hevc|heim|heis|mif1|msf1)/],
  ["JPEG 2000", /^(\0\0\0\x0cjP {2}|\xff\x4f\xff\x51)/],
  ["JPEG XL", /^(\xff\x0a|\0\0\0\x0cJXL )/],
  ["ICO", /^\0\0[\x01\x02]\0[^\0]\0/],
  ["DICOM", /^[\s\S]{128}DICM/],
  ["DjVu", /^AT&TFORM/],
  ["WMF", /^\xd7\xcd\xc6\x9a/],
  ["OpenEXR", /^\x76\x2f\x31\x01/],
  ["FITS", /^SIMPLE {2}=/],
  ["PNM", /^P[1-7]\s/],
];

const KNOWN: readonly (readonly [SourceFormat, RegExp])[] = [
  ["tiff", /^(II\x2a\0|MM\0\x2a|II\x2b\0|MM\0\x2b)/],
  ["jpeg", /^\xff\xd8\xff/],
  ["png", /^\x89PNG\r\n\x1a\n/],
  ["gif", /^GIF8[79]a/],
  ["webp", /^RIFF[\s\S]{4}WEBP/],
  ["avif", /^[\s\S]{4}ftyp(avif|avis|mif1[\s\S]*?avif)/],
];

/** Tells the format by the first bytes alone: extension and Content-Type are what a login page lies about. */
export function sniff(head: Buffer, contentType: string): Outcome<SourceFormat, ImageError> {
  const bytes = head.toString("latin1");
  const known = KNOWN.find(([, signature]) => signature.test(bytes));
  if (known) return succeed(known[0]);
  const other = UNSUPPORTED.find(([, signature]) => signature.test(bytes));
  if (other) return fail(unsupported(other[0]));
  const text = bytes.replace(/^\xef\xbb\xbf/, "").trimStart();
  if (/^(<\?xml[\s\S]*?>\s*)?(<!--[\s\S]*?-->\s*)*(<!DOCTYPE svg[\s\S]*?>\s*)?<svg[\s>]/i.test(text)) {
    return fail(unsupported("SVG"));
  }
  return fail({ code: "not-an-image", text: `expected a picture, received ${describe(head, text, contentType)}` });
}

function unsupported(format: string): ImageError {
  return { code: "unsupported", text: `expected one of ${SOURCE_FORMATS.join(", ")}, received a ${format} file` };
}

function describe(head: Buffer, text: string, contentType: string): string {
  if (head.byteLength === 0) return "an empty file";
  if (/^(<!doctype html|<html|<head|<body)/i.test(text)) return "an HTML page, perhaps of a login or an error";
  const announced = contentType === "" ? "" : ` announced as ${contentType.slice(0, 60)}`;
  if (/^[\t\r\n\x20-\x7e]*$/.test(text)) return `text${announced}, beginning ${JSON.stringify(text.slice(0, 40))}`;
  return `unknown bytes${announced}, beginning ${head.toString("hex", 0, 8)}`;
}
