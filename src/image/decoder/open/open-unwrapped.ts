import { readFile } from "node:fs/promises";
import { formatOf, type SourceFormat } from "../../formats.ts";
import { faultOf, mayTryAnotherWay } from "../faults.ts";
import { openWithMagick } from "../magick/magick.ts";
import { noteOf } from "../notes.ts";
import type { DecodeLimits, PageReader, Raster, Size } from "../pages.ts";
import { unwrap } from "../unwrap/unwrap.ts";
import type { Levels, UnwrappedPage } from "../unwrap/unwrapped.ts";
import type { WorkerPool } from "../workers/worker-pool.ts";
import { openWithSharp } from "./open-sharp.ts";
import { tidied } from "./tidy-jpeg.ts";

type FilePage = Extract<UnwrappedPage, { kind: "file" }>;

/** Opens a source by our own readers, which hand on plain pixels, or a file that libvips or ImageMagick opens. */
export async function openUnwrapped(
  source: string,
  format: SourceFormat,
  limits: DecodeLimits,
  magick: WorkerPool,
): Promise<PageReader> {
  const unwrapped = unwrap(format, await readFile(source), limits);
  let isByMagick = false;
  const read = async (index: number, box: Size): Promise<Raster> => {
    const page = unwrapped.page(index);
    if (page.kind === "raster") return withNote(page.raster(), page.note);
    const inner = await openFile(page, limits, magick);
    isByMagick ||= inner.decoder === "magick";
    const raster = await inner.read(page.page, box);
    return withNote(page.levels ? spread(raster, page.levels) : raster, page.note);
  };
  return {
    pages: unwrapped.pages,
    get decoder() {
      return isByMagick ? ("magick" as const) : ("sharp" as const);
    },
    sizeOf: async (index) => unwrapped.page(index).size,
    read,
  };
}

async function openFile(
  { bytes: bytesOf, format, page, isStrict = format === "jpeg" }: FilePage,
  limits: DecodeLimits,
  magick: WorkerPool,
): Promise<PageReader> {
  const { title, ways, magick: name } = formatOf(format);
  const bytes = format === "jpeg" ? tidied(bytesOf()) : bytesOf();
  if (ways.includes("sharp")) {
    try {
      const failOn = isStrict ? "warning" : "error";
      const reader = await openWithSharp(bytes, title, { failOn, unlimited: true }, limits);
      await reader.sizeOf(page);
      return reader;
    } catch (thrown) {
      if (!mayTryAnotherWay(faultOf(thrown, title)) || name === undefined) throw thrown;
    }
  }
  return { ...(await openWithMagick(magick, bytes, name ?? "", limits)), decoder: "magick" };
}

// Black may lie above white: a negative.
function spread(raster: Raster, { black, white }: Levels): Raster {
  const full = raster.data instanceof Uint16Array ? 65_535 : 255;
  if (raster.channels !== 1 || black === white) return raster;
  const scale = 1 / (white - black);
  const data = raster.data.map((value) => Math.min(1, Math.max(0, (value / full - black) * scale)) * full);
  return { ...raster, data };
}

function withNote(raster: Raster, note: string | undefined): Raster {
  return { ...raster, ...noteOf(raster.note, note) };
}
