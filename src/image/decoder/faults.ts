import type { ImageError } from "../../contract.ts";
import { errorCode } from "../../lib/error-text.ts";
import { DecodeFault } from "./pages.ts";

/** What libvips says of a source, as the error of its row. Throws on what is no fault of the source: a disk's error. */
export function faultOf(thrown: unknown, title: string): DecodeFault {
  if (thrown instanceof DecodeFault) return thrown;
  if (errorCode(thrown) !== undefined) throw thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const [line = ""] = message.split("\n").filter((part) => part.trim() !== "");
  const said = line.slice(0, 200);
  if (/pixel limit/i.test(message)) return new DecodeFault(tooManyPixels("fewer pixels", "more than are allowed"));
  if (/^timeout:/i.test(message)) {
    return new DecodeFault({ code: "decode-timeout", text: `the ${title} picture took too long to decode (${said})` });
  }
  if (/premature end|truncat|end of (file|stream|image)|not enough|unexpected (eof|end)|read past/i.test(message)) {
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
  const text = `expected a page ${page + 1}, but the picture has ${pages === 1 ? "one page" : `${pages} pages`}`;
  return new DecodeFault({ code: "unsupported", text });
}

const RANKS: readonly ImageError["code"][] = ["unsupported", "corrupt", "truncated"];

/** The fault to tell when every way failed: the one that says most, and of equal ones the first. */
export function mostTelling(faults: readonly DecodeFault[]): DecodeFault | undefined {
  const rank = ({ error }: DecodeFault): number => RANKS.indexOf(error.code);
  return [...faults].sort((one, other) => rank(other) - rank(one))[0];
}

/** Whether another way could do better: a limit is a limit whoever meets it. */
export function mayTryAnotherWay({ error }: DecodeFault): boolean {
  return RANKS.includes(error.code);
}
