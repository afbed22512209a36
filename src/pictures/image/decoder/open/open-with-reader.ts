import { formatOf, type SourceFormat } from "../../formats.ts";
import { mayFallBack, noSuchPage } from "../faults.ts";
import { faultOf } from "../libvips-faults.ts";
import type { DecodeLimits } from "../limits.ts";
import { openWithMagick } from "../magick/magick.ts";
import { noteOf, type PageReader, type PageSize, type Raster, type Size } from "../pages.ts";
import type { Levels } from "../readers/source-pages.ts";
import type { WorkerPool } from "../workers/worker-pool.ts";
import type { FilePage, WorkerAnswer, WorkerRequest } from "../workers/worker-protocol.ts";
import { tidied } from "./open-jpeg.ts";
import { openWithSharp } from "./open-sharp.ts";

/** Threads with our own readers, and those with ImageMagick for what libvips does not open of what they hand on. */
type Workers = { readonly reader: WorkerPool; readonly magick: WorkerPool };

/** Opens a source by our own readers, which hand on plain pixels, or a file that libvips or ImageMagick opens. */
export async function openWithReader(
  source: string,
  format: SourceFormat,
  limits: DecodeLimits,
  { reader, magick }: Workers,
): Promise<PageReader> {
  const ask = (question: WorkerRequest["ask"]): Promise<WorkerAnswer> =>
    reader.ask({ source, format, limits, ask: question });
  const opened = await ask({ kind: "open" });
  const sizes = opened.kind === "open" ? opened.sizes : [];
  let isByMagick = false;
  const read = async (index: number, box: Size): Promise<Raster> => {
    const page = await ask({ kind: "page", page: index, box });
    if (page.kind === "page") return page.raster;
    if (page.kind === "open") throw noSuchPage(index, sizes.length);
    const inner = await openFile(page.file, limits, magick);
    isByMagick ||= inner.decoder === "magick";
    const raster = await inner.read(page.file.page, box);
    const { levels, note } = page.file;
    return { ...(levels ? spread(raster, levels) : raster), ...noteOf(raster.note, note) };
  };
  const sizeOf = async (index: number): Promise<PageSize> => {
    const size = sizes[index] ?? { width: 0, height: 0 };
    // A page without a size is at fault: asking for its pixels throws the fault.
    if (size.width * size.height === 0) await ask({ kind: "page", page: index, box: { width: 1, height: 1 } });
    return size;
  };
  return {
    pages: sizes.length,
    get decoder() {
      return isByMagick ? ("magick" as const) : ("sharp" as const);
    },
    sizeOf,
    read,
  };
}

async function openFile(
  { bytes: packed, format, page }: FilePage,
  limits: DecodeLimits,
  magick: WorkerPool,
): Promise<PageReader> {
  const { title, decoders, magick: name } = formatOf(format);
  const view = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const bytes = format === "jpeg" ? tidied(view) : view;
  if (decoders.includes("sharp")) {
    try {
      // Of JPEGs it warns only where pixels are missing: what else it would warn of has been tidied.
      const failOn = format === "jpeg" ? "warning" : "error";
      const reader = await openWithSharp(bytes, title, { failOn, unlimited: true }, limits);
      await reader.sizeOf(page);
      return reader;
    } catch (thrown) {
      if (!mayFallBack(faultOf(thrown, title)) || name === undefined) throw thrown;
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
