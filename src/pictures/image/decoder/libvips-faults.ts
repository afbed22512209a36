import { errorCode } from "../../../base/error-text.ts";
import { corrupt, DecodeFault, tooManyPixels, truncated } from "./faults.ts";

/** Seeks and directories fail where a TIFF points behind its end. */
const TRUNCATED =
  /premature end|truncat|end of (file|stream|image)|not enough|unexpected e(of|nd)|read past|bad seek|seek error|read error (at|on)|error fetching directory/i;

/**
 * What libvips says of a source, as the error of its row.
 * @throws what is no fault of the source: a disk's error
 */
export function faultOf(thrown: unknown, title: string): DecodeFault {
  if (thrown instanceof DecodeFault) return thrown;
  if (errorCode(thrown) !== undefined) throw thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const said = plain(message);
  if (/pixel limit/i.test(message)) return tooManyPixels("fewer pixels", "more than are allowed");
  if (/^timeout:/i.test(message)) {
    return new DecodeFault({ code: "decode-timeout", text: `the ${title} picture took too long to decode (${said})` });
  }
  if (TRUNCATED.test(message)) return truncated(`the ${title} picture ends too early: ${said}`);
  if (/out of memory|memory allocation|unable to allocate/i.test(message)) {
    return new DecodeFault({ code: "decode-memory", text: `the ${title} picture needs too much memory: ${said}` });
  }
  return corrupt(`the ${title} picture cannot be decoded: ${said}`);
}

// "tif_dir.c:1904: : Error fetching directory count": places in its source, its modules and the file's own path mean
// nothing to a user.
function plain(message: string): string {
  const lines = message.split("\n").filter((part) => part.trim() !== "");
  const [first = ""] = lines.filter((part) => !/warning treated as error|read error$/i.test(part));
  const line = lines.find((part) => TRUNCATED.test(part)) ?? (first || (lines[0] ?? ""));
  return withoutNonsense(line.replace(/^((\w+\.c:\d+|\w+2vips|VipsJpeg|source input|\/\S+|)\s*:\s*)+/, "")).slice(
    0,
    200,
  );
}

/** What libtiff says without numbers that fell below zero, as in "got 18446744073709550616 bytes". */
export function withoutNonsense(said: string): string {
  return said.replace(/ ?\bgot 1844674\d{13} bytes,?/, "").replace(/ at scanline 4294967295/, "");
}
