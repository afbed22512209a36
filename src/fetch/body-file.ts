import { close, open, writev } from "node:fs";
import { unlink } from "node:fs/promises";
import { promisify } from "node:util";

/** So much is gathered before it is written, and may gather meanwhile: each write costs a change of threads. */
const GATHERED_BYTES = 256 * 1_024;

const opened = promisify(open);
const closed = promisify(close);
const written = promisify(writev);

/** A file that is written piece by piece in a few large writes, one after the other. It must not exist before. */
export class BodyFile {
  readonly #file: string;
  readonly #descriptor: Promise<number>;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  #writing: Promise<void> | undefined;
  #isClosed = false;

  constructor(file: string) {
    this.#file = file;
    this.#descriptor = opened(file, "wx", 0o600);
    // Whoever waits for the writing is told.
    this.#descriptor.catch(() => {});
  }

  /** What to wait for before the next piece, where this one fills what may gather. Rejects when the disk does. */
  take(piece: Buffer): Promise<void> | undefined {
    this.#gathered.push(piece);
    this.#gatheredBytes += piece.byteLength;
    if (this.#gatheredBytes < GATHERED_BYTES) return undefined;
    if (this.#writing) return this.#writing;
    void this.#write();
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

  #write(): Promise<void> {
    const pieces = this.#gathered;
    this.#gathered = [];
    this.#gatheredBytes = 0;
    const writing = this.#descriptor.then((descriptor) => writeAll(descriptor, pieces));
    this.#writing = writing;
    writing.then(
      () => {
        this.#writing = undefined;
      },
      // It stays, so that the next one who waits is told.
      () => {},
    );
    return writing;
  }
}

// A disk that is nearly full takes a part, and tells its fault with the next write.
async function writeAll(descriptor: number, pieces: readonly Buffer[]): Promise<void> {
  let left = pieces;
  while (left.length > 0) {
    const { bytesWritten } = await written(descriptor, left);
    left = without(left, bytesWritten);
  }
}

function without(pieces: readonly Buffer[], bytes: number): readonly Buffer[] {
  let skipped = bytes;
  return pieces.flatMap((piece) => {
    const rest = piece.subarray(Math.min(skipped, piece.byteLength));
    skipped -= piece.byteLength - rest.byteLength;
    return rest.byteLength > 0 ? [rest] : [];
  });
}
