import { close, open, write } from "node:fs";
import { unlink } from "node:fs/promises";
import { promisify } from "node:util";

/** So much is gathered before it is written, and may gather meanwhile: each write costs a change of threads. */
const GATHERED_BYTES = 256 * 1_024;

const opened = promisify(open);
const closed = promisify(close);
const written = promisify(write);
/** Buffers that are used again and again: what is kept until it is written would else become old, and dear to collect. */
const spare: Buffer[] = [];
const MOST_SPARE = 32;

/** A file that is written piece by piece in a few large writes, one after the other. It must not exist before. */
export class BodyFile {
  readonly #file: string;
  readonly #descriptor: Promise<number>;
  #gathered: Buffer | undefined;
  #gatheredBytes = 0;
  #writing: Promise<void> | undefined;
  #isClosed = false;
  #isDiscarded = false;

  constructor(file: string) {
    this.#file = file;
    this.#descriptor = opened(file, "wx", 0o600);
    // Whoever waits for the writing gets it.
    this.#descriptor.catch(() => {});
  }

  /** What to wait for before the next piece, where this one fills what may gather. Rejects when the disk does. */
  take(piece: Buffer): Promise<void> | undefined {
    // One that waited for room must not begin a write behind the end.
    if (this.#isDiscarded) return undefined;
    for (let from = 0; from < piece.byteLength; ) {
      if (this.#gatheredBytes === GATHERED_BYTES) {
        if (this.#writing) return this.#takeLater(piece.subarray(from));
        void this.#write();
      }
      this.#gathered ??= spare.pop() ?? Buffer.allocUnsafeSlow(GATHERED_BYTES);
      const copied = piece.copy(this.#gathered, this.#gatheredBytes, from);
      this.#gatheredBytes += copied;
      from += copied;
    }
    return undefined;
  }

  /** Resolves when all of it is written and the file is closed. */
  async finish(): Promise<void> {
    await this.#writing;
    if (this.#gatheredBytes > 0) await this.#write();
    await this.#close(await this.#descriptor);
  }

  /** Closes and removes what there is, after a write that is on its way: its descriptor may by then be another file's. */
  async discard(): Promise<void> {
    this.#isDiscarded = true;
    await this.#writing?.catch(() => {});
    const descriptor = await this.#descriptor.catch(() => undefined);
    if (descriptor === undefined) return;
    await this.#close(descriptor).catch(() => {});
    await unlink(this.#file).catch(() => {});
  }

  async #close(descriptor: number): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await closed(descriptor);
  }

  async #takeLater(piece: Buffer): Promise<void> {
    await this.#writing;
    await this.take(piece);
  }

  #write(): Promise<void> {
    const buffer = this.#gathered;
    if (!buffer) return Promise.resolve();
    const bytes = this.#gatheredBytes;
    this.#gathered = undefined;
    this.#gatheredBytes = 0;
    const writing = this.#descriptor.then((descriptor) => writeAll(descriptor, buffer.subarray(0, bytes)));
    this.#writing = writing;
    writing.then(
      () => {
        this.#writing = undefined;
        if (spare.length < MOST_SPARE) spare.push(buffer);
      },
      // It stays, so that the next one who waits gets it.
      () => {},
    );
    return writing;
  }
}

// A disk that is nearly full takes a part, and reports its fault with the next write.
async function writeAll(descriptor: number, bytes: Buffer): Promise<void> {
  for (let from = 0; from < bytes.byteLength; ) {
    const { bytesWritten } = await written(descriptor, bytes, from, bytes.byteLength - from, null);
    from += bytesWritten;
  }
}
