import { readFile } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import { errorText } from "../../../../base/error-text.ts";
import { fail, succeed } from "../../../../base/outcome.ts";
import { DecodeFault } from "../faults.ts";
import type { WorkerAnswer, WorkerReply, WorkerRequest } from "../workers/worker-protocol.ts";
import { withDocument } from "./document.ts";
import { loadPdfium, type Pdfium } from "./pdfium.ts";

/** Runs in a worker thread: draws pages of PDFs by PDFium, one request after the other. */
export function runPdfWorker(wasmFile: URL): void {
  const port = parentPort;
  if (!port) throw new Error("expected to run in a worker thread");
  let loading: Promise<Pdfium> | undefined;
  port.on("message", async (request: WorkerRequest) => {
    loading ??= loadPdfium(wasmFile);
    const reply = await answer(loading, request);
    port.postMessage(reply, buffersOf(reply));
  });
}

async function answer(loading: Promise<Pdfium>, request: WorkerRequest): Promise<WorkerReply> {
  const { id, source, limits } = request;
  let pdfium: Pdfium | undefined;
  let isBroken = false;
  const reply = (outcome: WorkerReply["outcome"]): WorkerReply => {
    return { id, outcome, memory: pdfium?.memory.buffer.byteLength ?? 0, isBroken };
  };
  try {
    pdfium = await loading;
    const bytes = typeof source === "string" ? await readFile(source) : source;
    pdfium.allowance.bytes = limits.maxMemory;
    pdfium.allowance.wasExceeded = false;
    const value = decode(pdfium, bytes, request);
    if (!pdfium.allowance.wasExceeded) return reply(succeed(value));
  } catch (thrown) {
    if (!pdfium?.allowance.wasExceeded) {
      if (thrown instanceof DecodeFault) return reply(fail(thrown.error));
      isBroken = true;
      return reply(fail({ code: "decoder-crashed", text: `the PDF decoder crashed: ${errorText(thrown)}` }));
    }
  }
  // PDFium leaves out what it has no memory for, so that a page may look whole and is not.
  isBroken = true;
  const text = `expected a PDF that is drawn within ${limits.maxMemory} bytes of memory, received one that needs more`;
  return reply(fail({ code: "decode-memory", text }));
}

function decode(pdfium: Pdfium, bytes: Uint8Array, { ask, limits }: WorkerRequest): WorkerAnswer {
  return withDocument(pdfium, bytes, (document) =>
    ask.kind === "open"
      ? { kind: "open", sizes: document.sizes() }
      : { kind: "page", raster: document.draw(ask.page, ask.box, limits.maxPixels) },
  );
}

function buffersOf({ outcome }: WorkerReply): ArrayBuffer[] {
  return outcome.ok && outcome.value.kind === "page" ? [outcome.value.raster.data.buffer as ArrayBuffer] : [];
}
