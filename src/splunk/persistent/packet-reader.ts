import { ByteReader, PacketError } from "./byte-reader.ts";

/**
 * A message of splunkd to a persistent handler, as Splunk's own server for Python handlers reads it. One packet can begin a
 * request, carry it, and end it.
 */
export type Packet = {
  /** Whether it begins a request. What it says of the handler (its command line and parameter) is read and not needed. */
  readonly begins: boolean;
  /** The request, as JSON. */
  readonly block?: Buffer;
  readonly ends: boolean;
};

const INIT = 0x01;
const BLOCK = 0x02;
const END = 0x04;
const ALLOW_STREAM = 0x08;
const NEWLINE = 0x0a;

const MOST_ARGUMENTS = 64;
const MAX_ARGUMENT = 65_536;
/** A GET has no body and a few kilobytes of headers; other methods are answered, not read. */
const MAX_BLOCK = 16 * 2 ** 20;
const MAX_DIGITS = 10;

/** Reads packets one after the other. */
export class PacketReader {
  readonly #bytes: ByteReader;

  constructor(input: AsyncIterable<Buffer>) {
    this.#bytes = new ByteReader(input);
  }

  /**
   * The next packet; undefined where the input ends between two.
   * @throws PacketError where the input is anything else
   */
  async next(): Promise<Packet | undefined> {
    let opcode = await this.#bytes.byte();
    while (opcode === NEWLINE) opcode = await this.#bytes.byte();
    if (opcode === undefined) return undefined;
    if (opcode === 0 || (opcode & ~(INIT | BLOCK | END | ALLOW_STREAM)) !== 0) {
      throw new PacketError(`expected a packet of splunkd, received one that begins with byte ${opcode}`);
    }
    const begins = (opcode & INIT) !== 0;
    if (begins) await this.#passOverHandler();
    const block = (opcode & BLOCK) !== 0 ? await this.#piece(MAX_BLOCK) : undefined;
    return { begins, ...(block && { block }), ends: (opcode & END) !== 0 };
  }

  async #passOverHandler(): Promise<void> {
    const count = await this.#number(MOST_ARGUMENTS);
    // One more: the parameter of the script, which may be empty.
    for (let piece = 0; piece <= count; piece++) await this.#piece(MAX_ARGUMENT);
  }

  async #piece(mostBytes: number): Promise<Buffer> {
    return this.#bytes.exactly(await this.#number(mostBytes));
  }

  async #number(most: number): Promise<number> {
    let line = await this.#bytes.line(MAX_DIGITS);
    while (line === "") line = await this.#bytes.line(MAX_DIGITS);
    if (!/^\d+$/.test(line)) throw new PacketError("expected a number, received something else");
    const number = Number(line);
    if (number > most) throw new PacketError(`expected a number of at most ${most}, received ${number}`);
    return number;
  }
}
