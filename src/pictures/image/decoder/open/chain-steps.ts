import type { ImageDecoder } from "../../../contract.ts";
import { formatOf, type SourceDecoder, type SourceFormat } from "../../formats.ts";
import type { DecodeFault } from "../faults.ts";
import type { DecodeLimits } from "../limits.ts";
import { openWithMagick } from "../magick/magick.ts";
import type { PageReader } from "../pages.ts";
import { openPdf } from "../pdf/pdf.ts";
import type { WorkerPool } from "../workers/worker-pool.ts";
import { openGif } from "./open-gif.ts";
import { isDamagedJpeg, openTidiedJpeg } from "./open-jpeg.ts";
import { openWithSharp, type Strictness } from "./open-sharp.ts";
import { openSvg } from "./open-svg.ts";
import { openTiff, withAspects, withoutCopies } from "./open-tiff.ts";
import { openWithReader } from "./open-with-reader.ts";
import { type TiffFacts, tiffFacts } from "./tiff-facts.ts";

/** Threads that decode; started only when a picture needs them. */
export type Workers = { readonly magick: WorkerPool; readonly pdf: WorkerPool; readonly reader: WorkerPool };

/** A decoder that is tried, and how it opens the source. */
export type ChainStep = {
  readonly decoder: ImageDecoder;
  readonly open: (limits: DecodeLimits) => Promise<PageReader>;
  /** What a person should know of a picture that it shows. */
  readonly note?: string;
  /** Whether a fault is the last word on the file: other decoders would show what is left of it without a word. */
  readonly isLastWord?: (fault: DecodeFault) => boolean;
};

const LENIENT = "the file has faults that were passed over";

/** The decoders that are tried for a source, in their order. */
export function chainSteps(source: string, format: SourceFormat, workers: Workers): readonly ChainStep[] {
  const { decoders } = formatOf(format);
  if (format === "tiff") return tiffSteps(source, decoders, workers);
  return decoders.flatMap((decoder) => stepsOf(decoder, source, format, workers));
}

// What libtiff calls an error hides pixels, so no decoder is more lenient than the one that passes over warnings.
function tiffSteps(source: string, decoders: readonly SourceDecoder[], workers: Workers): readonly ChainStep[] {
  let known: TiffFacts | undefined;
  const factsOf = (): TiffFacts => {
    known ??= tiffFacts(source);
    return known;
  };
  const bySharp = (strictness: Strictness) => (limits: DecodeLimits) => openTiff(source, factsOf(), strictness, limits);
  const steps = decoders.flatMap((decoder): readonly ChainStep[] => {
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

function stepsOf(decoder: SourceDecoder, source: string, format: SourceFormat, workers: Workers): readonly ChainStep[] {
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

// Strictly first, then passing over what libvips warned of.
function sharpSteps(source: string, format: SourceFormat, title: string, magick: WorkerPool): readonly ChainStep[] {
  const strict: ChainStep = {
    decoder: "sharp",
    open: (limits) => openWithSharp(source, title, { failOn: "warning" }, limits),
  };
  const lenient = { decoder: "sharp-lenient", note: LENIENT } as const;
  switch (format) {
    case "svg":
      return [{ ...strict, open: (limits) => openSvg(source, limits) }];
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
