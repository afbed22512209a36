import type { ImageDecoder } from "../../../contract.ts";
import { formatOf, type SourceFormat, type Way } from "../../formats.ts";
import { faultOf, mayTryAnotherWay, mostTelling } from "../faults.ts";
import { openWithMagick } from "../magick/magick.ts";
import { DecodeFault, type DecodeLimits, type PageReader } from "../pages.ts";
import { openPdf } from "../pdf/pdf.ts";
import type { WorkerPool } from "../workers/worker-pool.ts";
import { openWithSharp, type Strictness } from "./open-sharp.ts";
import { openTiff } from "./open-tiff.ts";
import { openUnwrapped } from "./open-unwrapped.ts";
import { readSvg } from "./read-svg.ts";
import { tellingPages } from "./telling-pages.ts";
import { type TiffFacts, tiffFacts } from "./tiff-facts.ts";
import { withoutCopies } from "./tiff-pages.ts";

/** Threads that decode by WebAssembly; started only when a picture needs them. */
export type Workers = { readonly magick: WorkerPool; readonly pdf: WorkerPool };

/** What one step of the ladder made of a source. */
export type Climbed<Value> = { readonly value: Value; readonly decoder: ImageDecoder; readonly note?: string };

type Step = {
  readonly decoder: ImageDecoder;
  readonly open: (limits: DecodeLimits) => Promise<PageReader>;
  readonly note?: string;
};

const LENIENT = "the file has faults that were passed over";

/**
 * Tries the ways to decode a format, one after the other, until one shows its pages. What a limit refuses is refused; for
 * the rest the most telling fault is told when all have failed.
 * @param lost how many pages a value lacks: the first value that lacks none wins, else the one that lacks fewest
 */
export async function climb<Value>(
  source: string,
  format: SourceFormat,
  limits: DecodeLimits,
  workers: Workers,
  show: (reader: PageReader) => Promise<Value>,
  lost: (value: Value) => number,
): Promise<Climbed<Value>> {
  const deadline = performance.now() + limits.timeout * 1000;
  const { title } = formatOf(format);
  const faults: DecodeFault[] = [];
  const given = new Map<number, DecodeFault>();
  let best: Climbed<Value> | undefined;
  for (const { decoder, open, note } of stepsFor(source, format, workers)) {
    const left = (deadline - performance.now()) / 1000;
    if (left <= 0) break;
    try {
      const reader = await open({ ...limits, timeout: left });
      const value = await show(tellingPages(reader, title, given));
      if (best && lost(best.value) <= lost(value)) continue;
      best = { value, decoder: reader.decoder ?? decoder, ...(note !== undefined && { note }) };
      if (lost(value) === 0) break;
    } catch (thrown) {
      const fault = faultOf(thrown, title);
      faults.push(fault);
      if (!mayTryAnotherWay(fault)) break;
    }
  }
  if (best) return best;
  throw mostTelling(faults) ?? new DecodeFault({ code: "decode-timeout", text: "no time was left to decode it" });
}

function stepsFor(source: string, format: SourceFormat, workers: Workers): readonly Step[] {
  const { ways } = formatOf(format);
  return format === "tiff" ? tiffSteps(source, ways, workers) : ways.map((way) => stepOf(way, source, format, workers));
}

// What libtiff calls an error hides pixels, so there is no step more lenient than the one that passes over warnings.
function tiffSteps(source: string, ways: readonly Way[], workers: Workers): readonly Step[] {
  let known: TiffFacts | undefined;
  const factsOf = (): TiffFacts => {
    known ??= tiffFacts(source);
    return known;
  };
  const bySharp = (strictness: Strictness) => (limits: DecodeLimits) => openTiff(source, factsOf(), strictness, limits);
  const steps = ways.map((way): Step => {
    if (way === "sharp") return { decoder: "sharp", open: bySharp({ failOn: "warning" }) };
    if (way === "sharp-lenient") {
      return { decoder: "sharp-lenient", open: bySharp({ failOn: "error", unlimited: true }), note: LENIENT };
    }
    return stepOf(way, source, "tiff", workers);
  });
  return steps.map((step) => ({
    ...step,
    open: async (limits) => {
      const facts = factsOf();
      return withoutCopies(await step.open(limits), facts);
    },
  }));
}

function stepOf(way: Way, source: string, format: SourceFormat, workers: Workers): Step {
  const { title, magick = "" } = formatOf(format);
  switch (way) {
    case "sharp":
    case "sharp-lenient":
      return { decoder: "sharp", open: (limits) => openPlainly(source, format, title, limits) };
    case "unwrap":
      return { decoder: "sharp", open: (limits) => openUnwrapped(source, format, limits, workers.magick) };
    case "magick":
      return { decoder: "magick", open: (limits) => openWithMagick(workers.magick, source, magick, limits) };
    case "pdf":
      return { decoder: "pdf", open: (limits) => openPdf(workers.pdf, source, limits) };
  }
}

// Outside of TIFF a warning hides no pixels.
async function openPlainly(
  source: string,
  format: SourceFormat,
  title: string,
  limits: DecodeLimits,
): Promise<PageReader> {
  return openWithSharp(format === "svg" ? await readSvg(source) : source, title, { failOn: "error" }, limits);
}
