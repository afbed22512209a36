import type { ImageDecoder } from "../../../contract.ts";
import { formatOf, type SourceDecoder, type SourceFormat } from "../../formats.ts";
import { DecodeFault, mayFallBack, mostTelling } from "../faults.ts";
import { faultOf } from "../libvips-faults.ts";
import type { DecodeLimits } from "../limits.ts";
import { checkTime, fromNowOn, secondsLeft, tooLate } from "../limits.ts";
import { openWithMagick } from "../magick/magick.ts";
import type { PageReader } from "../pages.ts";
import { openPdf } from "../pdf/pdf.ts";
import type { WorkerPool } from "../workers/worker-pool.ts";
import { openGif } from "./open-gif.ts";
import { isDamagedJpeg, openTidiedJpeg } from "./open-jpeg.ts";
import { openWithSharp, type Strictness } from "./open-sharp.ts";
import { readSvg } from "./open-svg.ts";
import { openTiff } from "./open-tiff.ts";
import { openWithReader } from "./open-with-reader.ts";
import { tellingPages } from "./page-faults.ts";
import { type TiffFacts, tiffFacts } from "./tiff-facts.ts";
import { withAspects, withoutCopies } from "./tiff-pages.ts";

/** Threads that decode; started only when a picture needs them. */
export type Workers = { readonly magick: WorkerPool; readonly pdf: WorkerPool; readonly reader: WorkerPool };

/** What one step of the chain made of a source. */
export type Decoded<Value> = { readonly value: Value; readonly decoder: ImageDecoder; readonly note?: string };

type Step = {
  readonly decoder: ImageDecoder;
  readonly open: (limits: DecodeLimits) => Promise<PageReader>;
  readonly note?: string;
  /** Whether a fault is the last word on the file: other decoders would show what is left of it without a word. */
  readonly isLastWord?: (fault: DecodeFault) => boolean;
};

const LENIENT = "the file has faults that were passed over";

/**
 * Tries the decoders to decode a format, one after the other, until one shows its pages. What a limit refuses is refused; for
 * the rest the most telling fault is told when all have failed.
 * @param lost how many pages a value lacks: the first value that lacks none wins, else the one that lacks fewest
 */
export async function decodeByChain<Value>(
  source: string,
  format: SourceFormat,
  limits: DecodeLimits,
  workers: Workers,
  show: (reader: PageReader) => Promise<Value>,
  lost: (value: Value) => number,
): Promise<Decoded<Value>> {
  const timed = fromNowOn(limits);
  const { title } = formatOf(format);
  const faults: DecodeFault[] = [];
  const given = new Map<number, DecodeFault>();
  let best: Decoded<Value> | undefined;
  for (const { decoder, open, note, isLastWord } of stepsFor(source, format, workers)) {
    if (secondsLeft(timed) <= 0) break;
    try {
      const reader = await open(timed);
      const value = await show(tellingPages(withinTime(reader, timed), title, given));
      if (best && lost(best.value) <= lost(value)) continue;
      best = { value, decoder: reader.decoder ?? decoder, ...(note !== undefined && { note }) };
      if (lost(value) === 0) break;
    } catch (thrown) {
      const met = faultOf(thrown, title);
      const fault = isLastWord?.(met) ? met.asFinal() : met;
      faults.push(fault);
      if (!mayFallBack(fault)) break;
    }
  }
  if (best) return best;
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
  const { decoders } = formatOf(format);
  if (format === "tiff") return tiffSteps(source, decoders, workers);
  return decoders.flatMap((decoder) => stepsOf(decoder, source, format, workers));
}

// What libtiff calls an error hides pixels, so there is no step more lenient than the one that passes over warnings.
function tiffSteps(source: string, decoders: readonly SourceDecoder[], workers: Workers): readonly Step[] {
  let known: TiffFacts | undefined;
  const factsOf = (): TiffFacts => {
    known ??= tiffFacts(source);
    return known;
  };
  const bySharp = (strictness: Strictness) => (limits: DecodeLimits) => openTiff(source, factsOf(), strictness, limits);
  const steps = decoders.flatMap((decoder): readonly Step[] => {
    if (decoder === "sharp") return [{ decoder: "sharp", open: bySharp({ failOn: "warning" }) }];
    if (decoder === "sharp-lenient") {
      return [{ decoder: "sharp-lenient", open: bySharp({ failOn: "error", unlimited: true }), note: LENIENT }];
    }
    return stepsOf(decoder, source, "tiff", workers);
  });
  return steps.map((step) => ({
    ...step,
    open: async (limits) => {
      const facts = factsOf();
      return withAspects(withoutCopies(await step.open(limits), facts), facts);
    },
  }));
}

function stepsOf(decoder: SourceDecoder, source: string, format: SourceFormat, workers: Workers): readonly Step[] {
  const { title, magick = "" } = formatOf(format);
  switch (decoder) {
    case "sharp":
    case "sharp-lenient":
      return sharpSteps(source, format, title, workers.magick);
    case "reader":
      return [
        {
          decoder: "sharp",
          open: (limits) => openWithReader(source, format, limits, workers),
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

// Behind the strict step, what libvips warned of.
function sharpSteps(source: string, format: SourceFormat, title: string, magick: WorkerPool): readonly Step[] {
  const strict: Step = { decoder: "sharp", open: (limits) => openStrictly(source, format, title, limits) };
  const lenient = { decoder: "sharp-lenient", note: LENIENT } as const;
  switch (format) {
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

async function openStrictly(
  source: string,
  format: SourceFormat,
  title: string,
  limits: DecodeLimits,
): Promise<PageReader> {
  return openWithSharp(format === "svg" ? await readSvg(source) : source, title, { failOn: "warning" }, limits);
}
