/** Input that is not the protocol of a persistent handler. There is nobody to answer to, so the process ends. */
export class PacketError extends Error {
  override readonly name = "PacketError";
}

const NEWLINE = 0x0a;

/** Takes bytes from a stream piece by piece, wherever it happens to be cut. */
export class ByteReader {
  readonly #input: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(input: AsyncIterable<Buffer>) {
    this.#input = input[Symbol.asyncIterator]();
  }

  /** The next byte; undefined where the input has ended. */
  async byte(): Promise<number | undefined> {
    if (this.#held.byteLength === 0 && !(await this.#more())) return undefined;
    const [byte] = this.#held;
    this.#held = this.#held.subarray(1);
    return byte;
  }

  /** The next bytes up to a line feed, without it. */
  async line(mostBytes: number): Promise<string> {
    let searched = 0;
    for (;;) {
      const end = this.#held.indexOf(NEWLINE, searched);
      if (end > mostBytes || (end < 0 && this.#held.byteLength > mostBytes)) {
        throw new PacketError(`expected a line of at most ${mostBytes} bytes, received a longer one`);
      }
      if (end >= 0) return this.#take(end + 1).toString("latin1", 0, end);
      searched = this.#held.byteLength;
      await this.#moreOf("a line");
    }
  }

  async exactly(bytes: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let left = bytes; left > 0; ) {
      if (this.#held.byteLength === 0) await this.#moreOf(`${left} more bytes`);
      const piece = this.#take(Math.min(left, this.#held.byteLength));
      pieces.push(piece);
      left -= piece.byteLength;
    }
    return Buffer.concat(pieces);
  }

  #take(bytes: number): Buffer {
    const taken = this.#held.subarray(0, bytes);
    this.#held = this.#held.subarray(bytes);
    return taken;
  }

  async #moreOf(what: string): Promise<void> {
    if (!(await this.#more())) throw new PacketError(`expected ${what}, and the input ended`);
  }

  async #more(): Promise<boolean> {
    for (;;) {
      const { value, done } = await this.#input.next();
      if (done) return false;
      if (value.byteLength === 0) continue;
      this.#held = this.#held.byteLength === 0 ? value : Buffer.concat([this.#held, value]);
      return true;
    }
  }
}
