import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { BodyFile } from "./body-file.ts";
import { bodyFailure, type Failed, FetchRefused } from "./failure.ts";
import type { PhaseClock } from "./phase-clock.ts";

/** Enough of the beginning of a file to tell its format. */
export const HEAD_BYTES = 2_048;
/** Bodies that nobody wants are read up to this size, so that the connection can serve the next request. */
const DISCARD_BYTES = 64 * 1_024;
const DISCARD_MS = 1_000;

export type SavedBody = { readonly bytes: number; readonly head: Buffer };

export type BodyOptions = {
  readonly body: Readable;
  /** Written only by a complete body; must not exist before. */
  readonly file: string;
  /** Value of Content-Encoding, and of Content-Length where there is one. */
  readonly coding: string;
  readonly length: number | undefined;
  readonly maxBytes: number;
  readonly clock: PhaseClock;
};

// Compression is never asked for, and some servers use it all the same. Our own decoders, because those of axios take
// an end in the middle for the end.
const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["deflate", createInflate],
  ["br", createBrotliDecompress],
]);

/** Streams a body, decoded, into the file. Never throws. */
export async function saveBody(options: BodyOptions): Promise<Outcome<SavedBody, Failed>> {
  const { body, file, coding, length, maxBytes, clock } = options;
  const decoder = DECODERS.get(coding.toLowerCase())?.();
  const decoded = decoder ? pipeline(body, decoder, () => {}) : body;
  const output = new BodyFile(file);
  const head: Buffer[] = [];
  let bytes = 0;
  const count = (piece: Buffer): void => {
    if (bytes < HEAD_BYTES) head.push(piece.subarray(0, HEAD_BYTES - bytes));
    bytes += piece.byteLength;
    clock.received(piece.byteLength);
    if (bytes > maxBytes) {
      throw new FetchRefused({ code: "too-large", text: `expected at most ${maxBytes} bytes, received more` });
    }
  };
  try {
    await pour(decoded, output, count, clock.signal);
    await output.finish();
    clock.signal.throwIfAborted();
  } catch (thrown) {
    decoded.destroy();
    body.destroy();
    await output.discard();
    if (clock.failure) return fail({ error: clock.failure, reach: clock.reach });
    return fail(bodyFailure(thrown, bytes, decoder ? undefined : length));
  }
  return succeed({ bytes, head: Buffer.concat(head) });
}

/**
 * Streams a source to its end. Listeners, because async iteration and a pipeline take nearly half of a download's
 * processor time. Rejects when the source breaks off, the disk fails, `count` throws or the signal comes.
 */
function pour(source: Readable, output: BodyFile, count: (piece: Buffer) => void, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const giveUp = (): void => reject(signal.reason);
  signal.addEventListener("abort", giveUp, { once: true });
  if (signal.aborted) giveUp();
  source.on("data", (piece: Buffer) => {
    try {
      count(piece);
    } catch (thrown) {
      source.pause();
      reject(thrown);
      return;
    }
    const room = output.take(piece);
    if (!room) return;
    source.pause();
    room.then(() => source.resume(), reject);
  });
  source.once("end", resolve);
  source.on("error", reject);
  // Some streams only close when their connection ends early.
  source.once("close", () => reject(new Error("the connection ended early")));
  if (source.destroyed) reject(source.errored ?? new Error("the connection ended early"));
  return promise.finally(() => signal.removeEventListener("abort", giveUp));
}

/** Gets rid of a body that nobody wants. */
export function discardBody(body: Readable, length: number | undefined): void {
  body.on("error", () => {});
  if ((length ?? 0) > DISCARD_BYTES) {
    body.destroy();
    return;
  }
  let bytes = 0;
  body.on("data", (piece: Buffer) => {
    bytes += piece.byteLength;
    if (bytes > DISCARD_BYTES) body.destroy();
  });
  const giveUp = setTimeout(() => body.destroy(), DISCARD_MS);
  body.once("close", () => clearTimeout(giveUp));
}
