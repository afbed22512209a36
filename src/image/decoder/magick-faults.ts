import type { ImageError } from "../../contract.ts";

/** Severities of ImageMagick, from its exception.h: what is below `error` is a warning, and what is above ends it. */
const MISSING_FORMAT = new Set([420, 499]);

/** What the decoder says, as the error of a row. `severity` is ImageMagick's number for the kind of fault. */
export function magickError(message: string, severity: number | undefined, format: string): ImageError {
  const said = plain(message);
  if (/width or height exceeds limit|list length exceeds limit/i.test(message)) {
    return { code: "too-many-pixels", text: `the ${format} picture is larger than allowed: ${said}` };
  }
  if (/time limit exceeded/i.test(message)) {
    return { code: "decode-timeout", text: `the ${format} picture took too long to decode: ${said}` };
  }
  if (/cache resources exhausted|memory allocation failed|resource limit|out of memory/i.test(message)) {
    return { code: "decode-memory", text: `the ${format} picture needs more memory than is allowed: ${said}` };
  }
  if (MISSING_FORMAT.has(severity ?? 0)) {
    return { code: "unsupported", text: `no decoder for this kind of ${format} picture: ${said}` };
  }
  if (hidesPixels(message)) return { code: "truncated", text: `the ${format} picture ends too early: ${said}` };
  return { code: "corrupt", text: `the ${format} picture cannot be decoded: ${said}` };
}

/** Whether a warning means that a part of the picture is not there. */
export function hidesPixels(message: string): boolean {
  return ENDS_EARLY.test(message);
}

const ENDS_EARLY =
  /premature end|unexpected end|end of file|end of (data|stream)|insufficient (image )?data|not enough (image )?data|read error|truncat|incomplete|length and filesize do not match/i;

// "CorruptImage `/tmp/magick-x' @ error/bmp.c/ReadBMPImage/1024": the place in its source tells a user nothing.
function plain(message: string): string {
  return message
    .replace(/ @ (error|warning|fatal)\/.*$/s, "")
    .replace(/[`'"]?\/tmp\/magick-\w+'?/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}
