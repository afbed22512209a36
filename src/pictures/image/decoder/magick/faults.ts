import { type MagickError, MagickErrorSeverity } from "@imagemagick/magick-wasm";
import type { ImageError, ImageErrorCode } from "../../../contract.ts";
import { withoutNonsense } from "../libvips-faults.ts";

type Rule = {
  readonly said: RegExp;
  readonly code: ImageErrorCode;
  readonly meaning: string;
  /** Even as a warning it means that pixels are missing or invented. */
  readonly hidesPixels?: true;
};

const RULES: readonly Rule[] = [
  {
    // Of grey with more than 8 bits, some readers want a palette that this build has no room for.
    said: /no ?decode ?delegate|support is not configured|not ?supported|unable ?to ?create ?colormap/i,
    code: "unsupported",
    meaning: "is of a kind that cannot be decoded",
  },
  {
    said: /(width or height|list length) ?exceeds ?limit/i,
    code: "too-many-pixels",
    meaning: "is larger than allowed",
  },
  { said: /time ?limit ?exceeded/i, code: "decode-timeout", meaning: "took too long to decode" },
  {
    said: /resources ?exhausted|memory ?allocation ?failed|resource ?limit|out of memory|memory ?request ?exceeds/i,
    code: "decode-memory",
    meaning: "needs more memory than is allowed",
  },
  {
    said: /premature ?end|unable ?to ?read ?image ?data|read TIFF directory|inconsistent with stream length|unexpected ?end|end[ -]?of[ -]?(file|data|stream|image)|(insufficient|not ?enough) ?(image)? ?(pixel)? ?data|(read|scanline|strip|tile) ?error|truncat|incomplete|length ?and ?filesize ?do ?not ?match|underrun/i,
    code: "truncated",
    meaning: "ends too early",
    hidesPixels: true,
  },
  {
    said: /premature ?EO[LF]|line length mismatch|bad code word|corrupt JPEG data/i,
    code: "corrupt",
    meaning: "holds damaged data",
    hidesPixels: true,
  },
  // It read nothing, and complained of nothing.
  { said: /instance is disposed|no ?images ?found/i, code: "corrupt", meaning: "holds nothing that can be shown" },
];

/** ImageMagick's error as that of a row. */
export function rowError(error: MagickError, format: string): ImageError {
  const all = [error, ...error.relatedErrors].map(({ message }) => message).join("\n");
  const said = plain(error.message);
  const rule = RULES.find((each) => each.said.test(all));
  if (rule) return { code: rule.code, text: `the ${format} picture ${rule.meaning} (${said})` };
  if (error.severity === MagickErrorSeverity.PolicyError) {
    return { code: "unsupported", text: `the ${format} picture asks for what its decoder may not do (${said})` };
  }
  return { code: "corrupt", text: `the ${format} picture cannot be decoded (${said})` };
}

/** The warning that pixels are missing, of those that came together; odd tags and profiles hide none. */
export function missingPixels(warning: MagickError): MagickError | undefined {
  return [warning, ...warning.relatedErrors].find(({ message }) =>
    RULES.some(({ said, hidesPixels }) => hidesPixels && said.test(message)),
  );
}

// "CorruptImage `/tmp/magick-x' @ error/bmp.c/ReadBMPImage/1024": the place in its source means nothing to a user.
function plain(message: string): string {
  return withoutNonsense(message)
    .replace(/ @ (error|warning|fatal)\/.*$/s, "")
    .replace(/[`'"]?(\/tmp\/)?magick-[\w-]+'?/g, "")
    .replace(/[`'"]{2}/g, "")
    .replace(/\.? `\w+'$/, "")
    .replace(/ `(.*)'$/, ": $1")
    .replace(/^[A-Z][a-z]+([A-Z][a-z]+)+/, asWords)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}

// "UnableToReadImageData"
function asWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}
