import { errorCode } from "../../../base/error-text.ts";
import type { ImageError } from "../../contract.ts";
import { DecodeFault } from "./pages.ts";

/** Seeks and directories fail where a TIFF points behind its end. */
const TRUNCATED =
  /premature end|truncat|end of (file|stream|image)|not enough|unexpected e(of|nd)|read past|bad seek|seek error|read error (at|on)|error fetching directory/i;

/** What libvips says of a source, as the error of its row. Throws on what is no fault of the source: a disk's error. */
export function faultOf(thrown: unknown, title: string): DecodeFault {
  if (thrown instanceof DecodeFault) return thrown;
  if (errorCode(thrown) !== undefined) throw thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const said = plain(message);
  if (/pixel limit/i.test(message)) return new DecodeFault(tooManyPixels("fewer pixels", "more than are allowed"));
  if (/^timeout:/i.test(message)) {
    return new DecodeFault({ code: "decode-timeout", text: `the ${title} picture took too long to decode (${said})` });
  }
  if (TRUNCATED.test(message)) {
    return new DecodeFault({ code: "truncated", text: `the ${title} picture ends too early: ${said}` });
  }
  if (/out of memory|memory allocation|unable to allocate/i.test(message)) {
    return new DecodeFault({ code: "decode-memory", text: `the ${title} picture needs too much memory: ${said}` });
  }
  return new DecodeFault({ code: "corrupt", text: `the ${title} picture cannot be decoded: ${said}` });
}

export function tooManyPixels(expected: string, received: string): ImageError {
  return { code: "too-many-pixels", text: `expected ${expected}, received ${received}` };
}

export function noSuchPage(page: number, pages: number): DecodeFault {
  const has = pages === 1 ? "one page" : `${pages} pages`;
  const text = `expected page ${page + 1} of a picture that has ${has}`;
  return new DecodeFault({ code: "no-such-page", text, page: page + 1, pages });
}

const RANKS: readonly ImageError["code"][] = ["unsupported", "corrupt", "truncated"];

/**
 * The fault to tell when every decoder failed: the one that ended the trying, else the one that says most, and of equal ones
 * the first. What any of them knows of the page is told.
 */
export function mostTelling(faults: readonly DecodeFault[]): DecodeFault | undefined {
  const rank = (fault: DecodeFault): number => (mayFallBack(fault) ? RANKS.indexOf(fault.error.code) : RANKS.length);
  const [most] = [...faults].sort((one, other) => rank(other) - rank(one));
  const known = faults.find(({ error }) => error.pages !== undefined)?.error;
  return known?.pages === undefined ? most : most?.of({ pages: known.pages, ...(known.page && { page: known.page }) });
}

/** Whether another decoder could do better: a limit is a limit whoever meets it, and so is a number of pages. */
export function mayFallBack(fault: DecodeFault): boolean {
  return !fault.isFinal && isOfPage(fault);
}

/** Whether another page may be better off: what a limit refuses costs too much, whichever page it is. */
export function isOfPage({ error }: DecodeFault): boolean {
  return RANKS.includes(error.code);
}

// "tif_dir.c:1904: : Error fetching directory count": places in its source, its modules and the file's own path tell a
// user nothing.
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
