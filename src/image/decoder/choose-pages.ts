import type { PageChoice } from "../recipe.ts";
import type { PageReader } from "./pages.ts";

const MAX_SHEET_PAGES = 16;
/** So many pages are looked at for the one with the most pixels. */
const MAX_COMPARED = 256;

/** The pages of a source that are shown, from 0; several only for a contact sheet. */
export async function choosePages(
  reader: PageReader,
  choice: PageChoice,
): Promise<readonly [first: number, ...others: number[]]> {
  if (choice === "sheet") {
    const [, ...others] = Array.from({ length: Math.min(reader.pages, MAX_SHEET_PAGES) }, (_, index) => index);
    return [0, ...others];
  }
  return [choice === "largest" ? await largest(reader) : choice - 1];
}

async function largest(reader: PageReader): Promise<number> {
  let best = { page: 0, pixels: -1 };
  for (let page = 0; page < Math.min(reader.pages, MAX_COMPARED); page++) {
    const { width, height } = await reader.sizeOf(page);
    if (width * height > best.pixels) best = { page, pixels: width * height };
  }
  return best.page;
}
