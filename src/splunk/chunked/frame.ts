import { ProtocolError } from "./protocol-error.ts";

/**
 * One message of Splunk's chunked protocol, version 2: `chunked 1.0,<M>,<B>\n`, M bytes of JSON, B bytes of CSV.
 * M and B count UTF-8 bytes; a frame recorded from Splunk 8.0.3 fits no other reading.
 */
export type Frame = { readonly metadata: Buffer; readonly body: Buffer };

// Splunk's own libraries read optional blanks here, although nobody was seen to write them.
const HEADER = /^chunked\s+1\.0\s*,\s*(\d{1,10})\s*,\s*(\d{1,10})\s*$/;
const MAX_HEADER_BYTES = 128;
export const MAX_METADATA_BYTES = 8 * 2 ** 20;
/** Room for a chunk of 50,000 wide rows, or of cells of 10 MB each; beyond it the stream is taken for broken. */
export const MAX_BODY_BYTES = 512 * 2 ** 20;

/** Turns bytes, cut anywhere, into whole frames. Performs no I/O. */
export class FrameDecoder {
  #parts: Buffer[] = [];
  #pending = 0;
  // Bytes to wait for before looking again, so that a large body is joined once and not at every read.
  #wanted = 1;

  /** @throws ProtocolError when the bytes cannot be a frame, as soon as that is certain. */
  *feed(bytes: Buffer): Generator<Frame> {
    this.#parts.push(bytes);
    this.#pending += bytes.byteLength;
    while (this.#pending >= this.#wanted) {
      const joined = this.#parts.length === 1 ? (this.#parts[0] ?? bytes) : Buffer.concat(this.#parts, this.#pending);
      const size = frameSize(joined);
      const frame = size && joined.byteLength >= size.end ? size : undefined;
      const rest = frame ? joined.subarray(frame.end) : joined;
      this.#parts = rest.byteLength > 0 ? [rest] : [];
      this.#pending = rest.byteLength;
      this.#wanted = frame ? 1 : (size?.end ?? joined.byteLength + 1);
      if (frame) {
        yield { metadata: joined.subarray(frame.start, frame.middle), body: joined.subarray(frame.middle, frame.end) };
      }
    }
  }

  /** More than zero when input ends means that a frame was cut short. */
  get pendingBytes(): number {
    return this.#pending;
  }
}

function frameSize(buffer: Buffer): { start: number; middle: number; end: number } | undefined {
  const newline = buffer.subarray(0, MAX_HEADER_BYTES).indexOf("\n");
  if (newline === -1) {
    if (buffer.byteLength < MAX_HEADER_BYTES) return undefined;
    throw new ProtocolError("bad-frame-header", `expected a line "chunked 1.0,M,B", received ${quote(buffer)}`);
  }
  const line = buffer.subarray(0, newline);
  const match = HEADER.exec(line.toString("latin1"));
  if (!match) throw new ProtocolError("bad-frame-header", `expected "chunked 1.0,M,B", received ${quote(line)}`);
  const metadataBytes = Number(match[1]);
  const bodyBytes = Number(match[2]);
  if (metadataBytes > MAX_METADATA_BYTES || bodyBytes > MAX_BODY_BYTES) {
    const limits = `${MAX_METADATA_BYTES} and ${MAX_BODY_BYTES} bytes`;
    throw new ProtocolError(
      "frame-too-large",
      `expected at most ${limits}, received ${metadataBytes} and ${bodyBytes}`,
    );
  }
  const start = newline + 1;
  return { start, middle: start + metadataBytes, end: start + metadataBytes + bodyBytes };
}

// Only a few bytes: out of step, they may come from the middle of a session key, and this text is logged.
function quote(bytes: Buffer): string {
  return `bytes ${bytes.toString("hex", 0, 8)}`;
}

/** The bytes of one frame; the body may come in pieces, which are not copied. */
export function encodeFrame(metadata: object, body: readonly Uint8Array[] = []): Uint8Array[] {
  const json = Buffer.from(JSON.stringify(metadata));
  const bodyBytes = body.reduce((sum, piece) => sum + piece.byteLength, 0);
  return [Buffer.from(`chunked 1.0,${json.byteLength},${bodyBytes}\n`), json, ...body];
}
