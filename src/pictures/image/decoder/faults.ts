import type { ImageError } from "../../contract.ts";

/** A source that cannot be decoded, with the code and sentence for its row. */
export class DecodeFault extends Error {
  readonly error: ImageError;
  /** Whether no other decoder may be tried: what is missing is known, and another one could only hide that. */
  readonly isFinal: boolean;

  constructor(error: ImageError, { isFinal = false }: { readonly isFinal?: boolean } = {}) {
    super(error.text);
    this.error = error;
    this.isFinal = isFinal;
  }

  /** The same fault, behind which no other decoder is tried. */
  asFinal(): DecodeFault {
    return new DecodeFault(this.error, { isFinal: true });
  }

  /** The same fault, with what is known of its page; what it knows itself counts. */
  of(known: Pick<ImageError, "page" | "pages">): DecodeFault {
    return new DecodeFault({ ...known, ...this.error }, { isFinal: this.isFinal });
  }
}

export function corrupt(text: string): DecodeFault {
  return new DecodeFault({ code: "corrupt", text });
}

export function truncated(text: string): DecodeFault {
  return new DecodeFault({ code: "truncated", text });
}

/** Pixels are missing by plain count. Other decoders would show what is there and not say so, so none is tried. */
export function pixelsMissing(text: string): DecodeFault {
  return truncated(text).asFinal();
}

export function unsupported(text: string): DecodeFault {
  return new DecodeFault({ code: "unsupported", text });
}

export function tooManyPixels(expected: string, received: string): DecodeFault {
  return new DecodeFault({ code: "too-many-pixels", text: `expected ${expected}, received ${received}` });
}

/** @param page from 0 */
export function noSuchPage(page: number, pages: number): DecodeFault {
  const has = pages === 1 ? "one page" : `${pages} pages`;
  const text = `expected page ${page + 1} of a picture that has ${has}`;
  return new DecodeFault({ code: "no-such-page", text, page: page + 1, pages });
}

/** @throws DecodeFault unless there is such a page, from 0 */
export function checkPage(page: number, pages: number): void {
  if (!Number.isInteger(page) || page < 0 || page >= pages) throw noSuchPage(page, pages);
}

const RANKS: readonly ImageError["code"][] = ["unsupported", "corrupt", "truncated"];

/**
 * The fault to report when every decoder failed: the one that ended the trying, else the one that says most, and of equal
 * ones the first. What any of them knows of the page goes with it.
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
