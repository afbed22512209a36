import { createWriteStream } from "node:fs";
import { unlink } from "node:fs/promises";
import { STATUS_CODES } from "node:http";
import { pipeline as joined, type Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import axios, { AxiosError, type AxiosResponse } from "axios";
import type { ImageError } from "../contract.ts";
import { fail, type Outcome, succeed } from "../lib/outcome.ts";
import type { AdmittedUrl } from "./admission.ts";
import type { Connections } from "./connections.ts";
import { bodyFailure, connectionFailure, FetchRefused, isReset, statusFailure } from "./failure.ts";
import type { PhaseClock } from "./phase-clock.ts";

/** Enough of the beginning of a file to tell its format. */
export const HEAD_BYTES = 1_024;
/** Bodies of refusals up to this size are read, so that the connection can serve the next request. */
const DISCARD_BYTES = 64 * 1_024;

export type Downloaded = {
  readonly bytes: number;
  readonly head: Buffer;
  readonly status: number;
  readonly contentType: string;
  readonly etag: string;
  readonly lastModified: string;
};

/** How one request ended. `again` marks failures that another try may well mend. */
export type Attempt =
  | { readonly kind: "done"; readonly outcome: Outcome<Downloaded, ImageError> }
  | { readonly kind: "redirect"; readonly location: string }
  | { readonly kind: "again"; readonly error: ImageError; readonly afterMs: number };

export type AttemptOptions = {
  readonly url: AdmittedUrl;
  /** Written only by a complete download; must not exist before. */
  readonly file: string;
  readonly maxBytes: number;
  readonly clock: PhaseClock;
  readonly connections: Connections;
  /** Called when a picture begins to arrive. */
  readonly arriving: () => void;
};

// Compression is never asked for, and some servers use it all the same. Our own decoders, because those of axios take
// an end in the middle for the end.
const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["deflate", createInflate],
  ["br", createBrotliDecompress],
]);

const USER_AGENT = "getimage (Splunk search command)";

/** Asks once, follows nothing, and streams a picture into the file. Never throws. */
export async function attempt({ url, file, maxBytes, clock, connections, arriving }: AttemptOptions): Promise<Attempt> {
  const done = (outcome: Outcome<Downloaded, ImageError>): Attempt => ({ kind: "done", outcome });
  clock.connecting(url.host);
  let response: AxiosResponse<Readable>;
  try {
    response = await axios.get<Readable>(url.href, {
      responseType: "stream",
      decompress: false,
      maxRedirects: 0,
      proxy: false,
      validateStatus: () => true,
      signal: clock.signal,
      httpAgent: connections.httpAgent,
      httpsAgent: connections.httpsAgent,
      transport: connections.transportFor(clock, url.host),
      headers: { Accept: "image/*,*/*;q=0.8", "Accept-Encoding": "identity", "User-Agent": USER_AGENT },
    });
  } catch (thrown) {
    if (clock.failure) return done(fail(clock.failure));
    const error = connectionFailure(thrown, url.host);
    const reused = thrown instanceof AxiosError && thrown.request?.reusedSocket === true;
    return reused && isReset(thrown) ? { kind: "again", error, afterMs: 0 } : done(fail(error));
  }
  const { status, data: body } = response;
  if (status !== 200) return refused(response, url.host);

  clock.readingBody(url.host);
  const most = `at most ${maxBytes} bytes`;
  const length = numberOf(response.headers["content-length"]);
  if (length !== undefined && length > maxBytes) {
    body.destroy();
    return done(fail({ code: "too-large", text: `expected ${most}, ${url.host} announces ${length}` }));
  }
  arriving();
  const decoder = DECODERS.get(String(response.headers["content-encoding"] ?? "").toLowerCase())?.();
  const head: Buffer[] = [];
  let bytes = 0;
  async function* counted(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of source) {
      if (bytes < HEAD_BYTES) head.push(piece.subarray(0, HEAD_BYTES - bytes));
      bytes += piece.byteLength;
      clock.received(piece.byteLength);
      if (bytes > maxBytes) throw new FetchRefused({ code: "too-large", text: `expected ${most}, received more` });
      yield piece;
    }
  }
  const output = createWriteStream(file, { flags: "wx", mode: 0o600 });
  try {
    const decoded = decoder ? joined(body, decoder, () => {}) : body;
    await pipeline(decoded, counted, output, { signal: clock.signal });
  } catch (thrown) {
    // A file that is still being opened would appear after its removal.
    if (!output.closed) await new Promise<void>((resolve) => output.once("close", resolve));
    await unlink(file).catch(() => {});
    return done(fail(clock.failure ?? bodyFailure(thrown, bytes, decoder ? undefined : length)));
  }
  const text = (name: string): string => String(response.headers[name] ?? "");
  return done(
    succeed({
      bytes,
      head: Buffer.concat(head),
      status,
      contentType: text("content-type"),
      etag: text("etag"),
      lastModified: text("last-modified"),
    }),
  );
}

function refused(response: AxiosResponse<Readable>, host: string): Attempt {
  const { status, statusText, headers, data: body } = response;
  const location = String(headers["location"] ?? "");
  discard(body);
  if ([301, 302, 303, 307, 308].includes(status) && location !== "") return { kind: "redirect", location };
  const error = statusFailure(status, statusText || STATUS_CODES[status] || "Unknown", host);
  if (![502, 503, 504].includes(status)) return { kind: "done", outcome: fail(error) };
  const retryAfter = numberOf(headers["retry-after"]);
  const afterMs = retryAfter === undefined ? 100 + Math.random() * 200 : retryAfter * 1000;
  return { kind: "again", error, afterMs };
}

function discard(body: Readable): void {
  let bytes = 0;
  body.on("error", () => {});
  body.on("data", (piece: Buffer) => {
    bytes += piece.byteLength;
    if (bytes > DISCARD_BYTES) body.destroy();
  });
  const giveUp = setTimeout(() => body.destroy(), 1_000);
  body.once("close", () => clearTimeout(giveUp));
}

function numberOf(header: unknown): number | undefined {
  return typeof header === "string" && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}
