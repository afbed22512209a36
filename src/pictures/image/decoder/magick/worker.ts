import { readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { MagickError } from "@imagemagick/magick-wasm";
import { errorCode, errorText } from "../../../../base/error-text.ts";
import { fail, succeed } from "../../../../base/outcome.ts";
import type { ImageError } from "../../../contract.ts";
import { DecodeFault, noSuchPage, truncated, unsupported } from "../faults.ts";
import type { Raster } from "../pages.ts";
import type { WorkerAnswer, WorkerReply, WorkerRequest } from "../workers/worker-protocol.ts";
import { refuseCutOff } from "./cut-off.ts";
import { heldMemory, limitMagick, MAGICK_FORMATS, startMagick } from "./engine.ts";
import { rowError } from "./faults.ts";
import { readPage, readSizes } from "./read.ts";

/**
 * Whole files of these are refused as cut off: their readers ask for more than they need, that of Lego for a byte where a
 * bit would do. What is a small part of a picture stays too small.
 */
const READ_BEHIND_THE_END = new Set(["ART", "RGF", "PICT"]);
const MOST_BEHIND_THE_END = 65_536;
const BITS_OF_A_BYTE = 8;

/** The thread that decodes by ImageMagick: answers each request in turn. */
export async function runMagickWorker(wasmFile: URL): Promise<void> {
  if (!parentPort) throw new Error("expected to run in a worker thread");
  const port = parentPort;
  await startMagick(await WebAssembly.compile(readFileSync(wasmFile)));
  port.on("message", (request: WorkerRequest) => {
    const reply = replyTo(request);
    const { outcome } = reply;
    const raster = outcome.ok && outcome.value.kind === "page" ? outcome.value.raster : undefined;
    port.postMessage(reply, raster ? [raster.data.buffer as ArrayBuffer] : []);
  });
}

function replyTo(request: WorkerRequest): WorkerReply {
  const { id } = request;
  try {
    return { id, outcome: succeed(answer(request)), memory: heldMemory(), isBroken: false };
  } catch (thrown) {
    const error = expected(thrown, request.format);
    if (error) return { id, outcome: fail(error), memory: heldMemory(), isBroken: false };
    // A trap: its memory is in no state to go on, or to be asked about.
    const text = `the ${request.format} decoder failed over this picture: ${errorText(thrown).slice(0, 200)}`;
    return { id, outcome: fail({ code: "decoder-crashed", text }), memory: 0, isBroken: true };
  }
}

function answer({ source, format, limits, ask }: WorkerRequest): WorkerAnswer {
  if (!MAGICK_FORMATS.has(format)) {
    throw unsupported(`expected a format of our table for ImageMagick, received ${JSON.stringify(format)}`);
  }
  const file = typeof source === "string" ? readFileSync(source) : source;
  if (file.byteLength === 0) throw truncated(`the ${format} picture is empty`);
  refuseCutOff(file, format);
  const bytes = READ_BEHIND_THE_END.has(format) ? withRoom(file) : file;
  limitMagick(limits);
  if (ask.kind === "open") return { kind: "open", sizes: readSizes(bytes, format) };
  return { kind: "page", raster: pageOf(bytes, format, ask.page) };
}

function withRoom(file: Uint8Array): Buffer {
  return Buffer.concat([file, Buffer.alloc(Math.min(MOST_BEHIND_THE_END, BITS_OF_A_BYTE * file.byteLength))]);
}

function pageOf(bytes: Uint8Array, format: string, page: number): Raster {
  try {
    return readPage(bytes, format, page);
  } catch (thrown) {
    if (!(thrown instanceof MagickError) || page === 0) throw thrown;
    // ImageMagick has no word of its own for a page that is not there.
    const { length } = readSizes(bytes, format);
    throw page < length ? thrown : noSuchPage(page, length);
  }
}

function expected(thrown: unknown, format: string): ImageError | undefined {
  if (thrown instanceof DecodeFault) return thrown.error;
  if (thrown instanceof MagickError) return rowError(thrown, format);
  if (errorCode(thrown) === undefined) return undefined;
  return { code: "cache-error", text: `the fetched file could not be read: ${errorText(thrown)}` };
}
