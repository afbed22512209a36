import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { scanTable } from "../../src/splunk/chunked/csv.ts";
import { type Frame, FrameDecoder } from "../../src/splunk/chunked/frame.ts";
import { PROJECT } from "./samples.ts";

/** What a real splunkd sent to another command; these files lie beside the project and not in it. */
const FOLDER = join(PROJECT, "../shared/recordings");

export type Recording = {
  /** getinfo, with our arguments in place of the other command's. */
  readonly getInfo: (args: readonly string[]) => object;
  /** The execute frames as they came. */
  readonly frames: readonly (Frame & { readonly finished: boolean })[];
};

/** Undefined where the recordings are missing. */
export function readRecording(name: string): Recording | undefined {
  const file = join(FOLDER, name);
  if (!existsSync(file)) return undefined;
  const [first, ...others] = [...new FrameDecoder().feed(gunzipSync(readFileSync(file)))];
  const getInfo: unknown = JSON.parse(first?.metadata.toString("utf8") ?? "");
  const frames = others.map((frame) => ({ ...frame, finished: /"finished":true/.test(frame.metadata.toString()) }));
  return {
    frames,
    getInfo: (args) => ({
      ...Object(getInfo),
      searchinfo: { ...Object(getInfo).searchinfo, args, raw_args: args.map((arg) => JSON.stringify(arg)) },
    }),
  };
}

/** The records of a body, each with its own bytes, quotes included. */
export function recordsOf(body: Buffer): Buffer[] {
  const { rowStarts, rowEnds } = scanTable(body, () => []);
  return Array.from(rowStarts, (start, row) => body.subarray(start, rowEnds[row]));
}
