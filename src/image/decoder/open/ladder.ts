import type { ImageDecoder } from "../../../contract.ts";
import { formatOf, type SourceFormat, type Way } from "../../formats.ts";
import { faultOf, mayTryAnotherWay, mostTelling } from "../faults.ts";
import { openWithMagick } from "../magick/magick.ts";
import { DecodeFault, type DecodeLimits, type PageReader } from "../pages.ts";
import { openPdf } from "../pdf/pdf.ts";
import { checkTime, fromNowOn, secondsLeft, tooLate } from "../time-left.ts";
import type { WorkerPool } from "../workers/worker-pool.ts";
import { openGif } from "./open-gif.ts";
import { isDamagedJpeg, openTidiedJpeg } from "./open-jpeg.ts";
import { openWithSharp, type Strictness } from "./open-sharp.ts";
import { openTiff } from "./open-tiff.ts";
import { openUnwrapped } from "./open-unwrapped.ts";
import { readSvg } from "./read-svg.ts";

/** Threads that decode; started only when a picture needs them. */
export type Workers = { readonly magick: WorkerPool; readonly pdf: WorkerPool; readonly unwrap: WorkerPool };

/** What one step of the ladder made of a source. */
export type Climbed<Value> = { readonly value: Value; readonly decoder: ImageDecoder; readonly note?: string };

type Step = {
  readonly decoder: ImageDecoder;
  readonly open: (limits: DecodeLimits) => Promise<PageReader>;
  readonly note?: string;
  /** Whether a fault is the last word on the file: other ways would show what is left of it without a word. */
  readonly isLastWord?: (fault: DecodeFault) => boolean;
};

const LENIENT = "the file has faults that were passed over";

/**
 * Tries the ways to decode a format, one after the other, until one shows its pages. What a limit refuses is refused; for
 * the rest the most telling fault is told when all have failed.
 */
export async function climb<Value>(
  source: string,
  format: SourceFormat,
  limits: DecodeLimits,
  workers: Workers,
  show: (reader: PageReader) => Promise<Value>,
): Promise<Climbed<Value>> {
  const timed = fromNowOn(limits);
  const faults: DecodeFault[] = [];
  for (const { decoder, open, note, isLastWord } of stepsFor(source, format, workers)) {
    if (secondsLeft(timed) <= 0) break;
    try {
      const reader = await open(timed);
      const value = await show(withinTime(reader, timed));
      return { value, decoder: reader.decoder ?? decoder, ...(note !== undefined && { note }) };
    } catch (thrown) {
      const fault = faultOf(thrown, formatOf(format).title);
      if (!mayTryAnotherWay(fault) || isLastWord?.(fault)) throw fault;
      faults.push(fault);
    }
  }
  throw mostTelling(faults) ?? new DecodeFault(tooLate(timed));
}

// Between pages; while one is decoded, libvips and the threads hold to the time themselves.
function withinTime({ pages, sizeOf, read }: PageReader, limits: DecodeLimits): PageReader {
  const readInTime: PageReader["read"] = async (page, box) => {
    checkTime(limits);
    return read(page, box);
  };
  return { pages, sizeOf, read: readInTime };
}

function stepsFor(source: string, format: SourceFormat, workers: Workers): readonly Step[] {
  return formatOf(format).ways.flatMap((way) => stepsOf(way, source, format, workers));
}

function stepsOf(way: Way, source: string, format: SourceFormat, workers: Workers): readonly Step[] {
  const { title, magick = "" } = formatOf(format);
  const leniently = (strictness: Strictness): Step => ({
    decoder: "sharp-lenient",
    open: (limits) => openTiff(source, strictness, limits),
    note: LENIENT,
  });
  switch (way) {
    case "sharp":
      return sharpSteps(source, format, title, workers.magick);
    case "sharp-lenient":
      return [leniently({ failOn: "error", unlimited: true }), leniently({ failOn: "truncated", unlimited: true })];
    case "unwrap":
      return [
        {
          decoder: "sharp",
          open: (limits) => openUnwrapped(source, format, limits, workers),
          // What our readers find cut off, ImageMagick shows with a hole. Of TIFF they read a part of the files only.
          isLastWord: ({ error }) =>
            format === "cals" ? error.code !== "unsupported" : format !== "tiff" && error.code === "truncated",
        },
      ];
    case "magick":
      return [{ decoder: "magick", open: (limits) => openWithMagick(workers.magick, source, magick, limits) }];
    case "pdf":
      return [{ decoder: "pdf", open: (limits) => openPdf(workers.pdf, source, limits) }];
  }
}

async function openStrictly(
  source: string,
  format: SourceFormat,
  title: string,
  limits: DecodeLimits,
): Promise<PageReader> {
  if (format === "tiff") return openTiff(source, { failOn: "warning" }, limits);
  return openWithSharp(format === "svg" ? await readSvg(source) : source, title, { failOn: "warning" }, limits);
}

// Behind the strict step, what libvips warned of. TIFF has such steps of its own.
function sharpSteps(source: string, format: SourceFormat, title: string, magick: WorkerPool): readonly Step[] {
  const strict: Step = { decoder: "sharp", open: (limits) => openStrictly(source, format, title, limits) };
  const lenient = { decoder: "sharp-lenient", note: LENIENT } as const;
  switch (format) {
    case "tiff":
    case "svg":
      return [strict];
    case "gif":
      // All that it warns of are missing pixels.
      return [
        {
          ...strict,
          open: (limits) => openGif(source, limits, magick),
          isLastWord: ({ error }) => error.code !== "unsupported",
        },
      ];
    case "jpeg":
      return [strict, { ...lenient, open: (limits) => openTidiedJpeg(source, limits), isLastWord: isDamagedJpeg }];
    default:
      return [strict, { ...lenient, open: (limits) => openWithSharp(source, title, { failOn: "error" }, limits) }];
  }
}
