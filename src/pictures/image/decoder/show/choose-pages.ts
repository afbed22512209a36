import type { PageChoice } from "../../recipe.ts";
import type { PageReader } from "../pages.ts";

const MAX_SHEET_PAGES = 16;
/** So many pages are looked at for the one with the most pixels, and for so long: each is opened anew. */
const MAX_COMPARED = 256;
const COMPARING_MS = 2_000;

/** The pages of a source that are shown, from 0; several only for a contact sheet. */
export type ChosenPages = {
  readonly pages: readonly [first: number, ...others: number[]];
  /** What a person should know of the choice. */
  readonly note?: string;
};

export async function choosePages(reader: PageReader, choice: PageChoice): Promise<ChosenPages> {
  if (choice === "sheet") {
    const [, ...others] = Array.from({ length: Math.min(reader.pages, MAX_SHEET_PAGES) }, (_, index) => index);
    return { pages: [0, ...others] };
  }
  return choice === "largest" ? largest(reader) : { pages: [choice - 1] };
}

async function largest(reader: PageReader): Promise<ChosenPages> {
  const endsAtMs = performance.now() + COMPARING_MS;
  let best = { page: 0, pixels: -1 };
  let page = 0;
  for (; page < Math.min(reader.pages, MAX_COMPARED) && (page === 0 || performance.now() < endsAtMs); page++) {
    const { width, height } = await reader.sizeOf(page);
    if (width * height > best.pixels) best = { page, pixels: width * height };
  }
  const note = `the largest of the first ${page} of ${reader.pages} pages is shown`;
  return { pages: [best.page], ...(page < reader.pages && { note }) };
}
