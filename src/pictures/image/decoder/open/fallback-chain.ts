import type { ImageDecoder } from "../../../contract.ts";
import { formatOf, type SourceFormat } from "../../formats.ts";
import { DecodeFault, mayFallBack, mostTelling } from "../faults.ts";
import { faultOf } from "../libvips-faults.ts";
import { checkTime, type DecodeLimits, fromNowOn, secondsLeft, tooLate } from "../limits.ts";
import type { PageReader } from "../pages.ts";
import { chainSteps, type Workers } from "./chain-steps.ts";

/** What one decoder of the chain made of a source. */
export type Decoded<Value> = { readonly value: Value; readonly decoder: ImageDecoder; readonly note?: string };

/**
 * Tries the decoders of a format, one after the other, until one shows its pages. What a limit refuses is refused; for the
 * rest the most telling fault is thrown when all have failed.
 * @param lost how many pages a value lacks: the first value that lacks none wins, else the one that lacks fewest
 * @throws DecodeFault
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
  const lostPages = new Map<number, DecodeFault>();
  let best: Decoded<Value> | undefined;
  for (const { decoder, open, note, isLastWord } of chainSteps(source, format, workers)) {
    if (secondsLeft(timed) <= 0) break;
    try {
      const reader = await open(timed);
      const value = await show(withPageFaults(withinTime(reader, timed), title, lostPages));
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

/**
 * The same pages, whose faults say which page they are of, and how many there are.
 * @param lost pages whose fault is final, of this decoder or of one before it; they stay lost
 */
function withPageFaults(reader: PageReader, title: string, lost: Map<number, DecodeFault>): PageReader {
  const { pages } = reader;
  const attempt = async <Value>(page: number, work: () => Promise<Value>): Promise<Value> => {
    const known = lost.get(page);
    if (known) throw known;
    try {
      return await work();
    } catch (thrown) {
      const fault = faultOf(thrown, title).of({ page: page + 1, pages });
      if (fault.isFinal) lost.set(page, fault);
      throw fault;
    }
  };
  return {
    pages,
    sizeOf: (page) => attempt(page, () => reader.sizeOf(page)),
    read: (page, box) => attempt(page, () => reader.read(page, box)),
  };
}
