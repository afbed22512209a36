import { type CaptionFacts, type CaptionRun, captionRuns, dependsOnCache } from "../../caption-template.ts";
import type { RenderJob } from "../../decoder-protocol.ts";
import type { Fonts } from "../caption/font.ts";
import { drawOverlay } from "../caption/overlay.ts";
import { planStrip, withStrip } from "../caption/strip.ts";
import { DecodeFault, isOfPage } from "../faults.ts";
import { noteOf, type PageReader, type Size } from "../pages.ts";
import type { Pixels } from "../pixels.ts";
import { type ChosenPages, choosePages } from "./choose-pages.ts";
import { readSheet } from "./contact-sheet.ts";
import type { Look } from "./encode.ts";
import { type Shown, shrink } from "./shrink.ts";
import { withSquarePixels } from "./square-pixels.ts";
import { thumbnail } from "./thumbnail.ts";

/** A source as it is shown, in both variants, and what is known of it. */
export type Picture = {
  readonly fresh: Pixels;
  /** Absent where it would be the same. */
  readonly cached?: Pixels;
  readonly look: Look;
  /** Upright size of the page, or of the first of several. */
  readonly size: Size;
  readonly pages: number;
  /** Pages that are shown, from 1. */
  readonly page: number;
  readonly lastPage: number;
  /** How many of them could not be decoded: their places on the sheet are empty. */
  readonly lost: number;
  readonly note?: string;
  /** A small JPEG in base64, where one was asked for. */
  readonly thumb?: string;
};

/**
 * Pages -> shrunk pixels -> caption. The caption is drawn on the shrunk pixels: laid over inside the pipeline that decodes
 * it would make libvips shrink four bands where a scan has one.
 */
export async function show(stored: PageReader, job: RenderJob, fonts: Fonts): Promise<Picture> {
  const { recipe } = job;
  const reader = withSquarePixels(stored);
  const { pages, note } = await choosePages(reader, recipe.page);
  const [first] = pages;
  const size = await sizeOfFirst(reader, pages);
  const { width, height } = await sizeOfFirst(stored, pages);
  const box = { width: recipe.width, height: recipe.height };
  const facts = { page: first + 1, lastPage: first + pages.length, pages: reader.pages };
  const [fresh, cached] = captions(job, facts);
  const known = { size: { width, height }, ...facts };
  const lookOf = (shown: Omit<Taken, "pixels">): Pick<Picture, "look" | "lost" | "note"> => ({
    look: { isGrey: shown.isGrey, isBilevel: shown.isBilevel },
    lost: shown.lost ?? 0,
    ...noteOf(note, shown.note),
  });
  const take = (within: Size): Promise<Taken> =>
    pages.length === 1 ? readPage(reader, first, within) : readSheet(reader, pages, size, within, fonts);

  // Before the caption is drawn: nobody could read it there.
  const thumbOf = async ({ pixels, ...look }: Taken): Promise<Pick<Picture, "thumb">> =>
    job.thumb ? { thumb: await thumbnail(pixels, look) } : {};

  if (fresh.length === 0 && cached === undefined) {
    const taken = await take(box);
    return { ...known, fresh: taken.pixels, ...lookOf(taken), ...(await thumbOf(taken)) };
  }
  if (recipe.place === "strip") {
    const variants = cached ? [fresh, cached] : [fresh];
    const plan = planStrip(variants, pages.length === 1 ? size : box, box, fonts);
    const { pixels, ...rest } = await take(plan.picture);
    const thumb = await thumbOf({ pixels, ...rest });
    const both = variants.map((runs) => withStrip(pixels, runs, plan, fonts));
    return { ...known, fresh: both[0] ?? pixels, ...(both[1] && { cached: both[1] }), ...lookOf(rest), ...thumb };
  }
  const { pixels, ...rest } = await take(box);
  const thumb = await thumbOf({ pixels, ...rest });
  const other: Pixels | undefined = cached && { ...pixels, data: new Uint8Array(pixels.data) };
  drawOverlay(pixels, fresh, fonts);
  if (cached && other) drawOverlay(other, cached, fonts);
  return { ...known, fresh: pixels, ...(other && { cached: other }), ...lookOf({ ...rest, isGrey: false }), ...thumb };
}

type Taken = Shown & { readonly lost?: number };

// A sheet lacks a damaged page and takes its shape from the next.
async function sizeOfFirst(reader: PageReader, pages: ChosenPages["pages"]): Promise<Size> {
  const [first, second, ...others] = pages;
  if (second === undefined) return reader.sizeOf(first);
  return reader.sizeOf(first).catch((thrown) => {
    if (!(thrown instanceof DecodeFault && isOfPage(thrown))) throw thrown;
    return sizeOfFirst(reader, [second, ...others]);
  });
}

async function readPage(reader: PageReader, page: number, box: Size): Promise<Shown> {
  return shrink(await reader.read(page, box), box);
}

// A fresh picture and one from the cache may differ in their marks; a stale one is always from the cache.
function captions(
  { recipe, fetchedAt }: RenderJob,
  pages: Pick<CaptionFacts, "page" | "lastPage" | "pages">,
): readonly [readonly CaptionRun[], (readonly CaptionRun[])?] {
  const { caption, isStale = false } = recipe;
  if (caption.length === 0) return [[]];
  const facts = { ...pages, fetchedAt, status: isStale ? ("stale" as const) : ("ok" as const) };
  const runs = (isCached: boolean): readonly CaptionRun[] => captionRuns(caption, { ...facts, isCached });
  return !isStale && dependsOnCache(caption) ? [runs(false), runs(true)] : [runs(isStale)];
}
