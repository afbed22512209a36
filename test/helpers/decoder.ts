import { startDecoder } from "../../scripts/corpus/decoding.ts";
import type { DecoderProcess } from "../../src/pictures/image/process/decoder-process.ts";
import type { Ending } from "./temp-folder.ts";

export { LIMITS, renderJob } from "../../scripts/corpus/decoding.ts";

/** The real decoder child, ended with the test. */
export function realDecoder(ending: Ending): DecoderProcess {
  const decoder = startDecoder();
  ending.after(() => decoder.close());
  return decoder;
}
