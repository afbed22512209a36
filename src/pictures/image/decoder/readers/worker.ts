import { readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { errorCode, errorText } from "../../../../base/error-text.ts";
import { fail, succeed } from "../../../../base/outcome.ts";
import { formatOf, type SourceFormat } from "../../formats.ts";
import { DecodeFault } from "../faults.ts";
import { faultOf } from "../libvips-faults.ts";
import { noteOf, type PageSize } from "../pages.ts";
import type { WorkerAnswer, WorkerError, WorkerReply, WorkerRequest } from "../workers/worker-protocol.ts";
import { readSource } from "./read-source.ts";
import type { SourcePages } from "./source-pages.ts";

const NO_SIZE: PageSize = { width: 0, height: 0 };

/** The thread of our own readers: they unpack without a pause, and the pictures beside them must not wait for that. */
export function runReaderWorker(): void {
  if (!parentPort) throw new Error("expected to run in a worker thread");
  const port = parentPort;
  port.on("message", (request: WorkerRequest) => {
    const reply = replyTo(request);
    port.postMessage(reply, buffersOf(reply));
  });
}

function replyTo(request: WorkerRequest): WorkerReply {
  const known = { id: request.id, memory: 0, isBroken: false };
  try {
    return { ...known, outcome: succeed(answer(request)) };
  } catch (thrown) {
    return { ...known, outcome: fail(errorOf(thrown, request.format as SourceFormat)) };
  }
}

function answer({ source, ...request }: WorkerRequest): WorkerAnswer {
  const bytes = typeof source === "string" ? readFileSync(source) : Buffer.from(source);
  try {
    return answerFrom(bytes, request);
  } finally {
    // Given back at once: a thread that has nothing to do collects no garbage, and each would hold a file.
    if (bytes.buffer.byteLength === bytes.byteLength) bytes.buffer.transfer(0);
  }
}

function answerFrom(bytes: Buffer<ArrayBuffer>, { format, limits, ask }: Omit<WorkerRequest, "source">): WorkerAnswer {
  const source = readSource(format as SourceFormat, bytes, limits);
  if (ask.kind === "open") return { kind: "open", sizes: sizesOf(source) };
  const page = source.page(ask.page);
  if (page.kind === "raster") {
    const raster = page.raster();
    return { kind: "page", raster: { ...raster, ...noteOf(raster.note, page.note) } };
  }
  const { file, note, ...known } = page;
  const made = file();
  // A copy, because a view of the file would take all of the file along.
  return { kind: "file", file: { ...known, ...noteOf(note, made.note), bytes: new Uint8Array(made.bytes) } };
}

/** A page that is at fault has no size here: whoever asks for it gets the fault. */
function sizesOf({ pages, page }: SourcePages): PageSize[] {
  return Array.from({ length: pages }, (_, index) => {
    try {
      return page(index).size;
    } catch (thrown) {
      if (thrown instanceof DecodeFault) return NO_SIZE;
      throw thrown;
    }
  });
}

function errorOf(thrown: unknown, format: SourceFormat): WorkerError {
  if (thrown instanceof DecodeFault || errorCode(thrown) === undefined) {
    const { error, isFinal } = faultOf(thrown, formatOf(format).title);
    return { ...error, isFinal };
  }
  return { code: "cache-error", text: `the fetched file could not be read: ${errorText(thrown)}` };
}

function buffersOf({ outcome }: WorkerReply): ArrayBuffer[] {
  if (!outcome.ok || outcome.value.kind === "open") return [];
  const { buffer } = outcome.value.kind === "page" ? outcome.value.raster.data : outcome.value.file.bytes;
  return [buffer as ArrayBuffer];
}
