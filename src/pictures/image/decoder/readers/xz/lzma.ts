import { corrupt } from "../../faults.ts";

// Places of the probabilities in one table; behind each, its name in the LZMA specification (lzma-specification.txt of the
// LZMA SDK).
const MATCH = 0; // IsMatch
const REPEAT = 192; // IsRep
const REPEAT_0 = 204; // IsRepG0
const REPEAT_1 = 216; // IsRepG1
const REPEAT_2 = 228; // IsRepG2
const REPEAT_0_LONG = 240; // IsRep0Long
const SLOT = 432; // PosSlotDecoder
const DISTANCE = 688; // PosDecoders
const ALIGN = 803; // AlignDecoder
const LENGTH = 819; // LenDecoder
const REPEAT_LENGTH = 1333; // RepLenDecoder
const LITERAL = 1847; // LitProbs
const LOW_LENGTH = 2;
const MIDDLE_LENGTH = LOW_LENGTH + 16 * 8;
const HIGH_LENGTH = MIDDLE_LENGTH + 16 * 8;

/** Of 2048: a one is as likely as a zero. */
const EVEN = 1024;
const STATES_AFTER_LITERAL = [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 4, 5] as const;
const LITERAL_STATES = 7;
const MAX_LITERAL_BITS = 4;

/** Unpacks the LZMA data of LZMA2 chunks. What it has unpacked is its dictionary. */
export class LzmaDecoder {
  readonly #packed: Buffer;
  readonly #output: Buffer;
  readonly #probabilities = new Uint16Array(LITERAL + (0x300 << MAX_LITERAL_BITS));
  readonly #distances = [0, 0, 0, 0];
  #size = 0;
  #dictionary = 0;
  #state = 0;
  #literalContext = 0;
  #literalMask = 0;
  #positionMask = 0;
  #at = 0;
  #end = 0;
  #range = 0;
  #code = 0;

  constructor(packed: Buffer, maxBytes: number) {
    this.#packed = packed;
    this.#output = Buffer.alloc(maxBytes);
  }

  get length(): number {
    return this.#size;
  }

  get bytes(): Buffer {
    return this.#output.subarray(0, this.#size);
  }

  /** False where the numbers are not those of LZMA2. */
  setProperties(properties: number): boolean {
    const literalContext = properties % 9;
    const literalPosition = Math.floor(properties / 9) % 5;
    this.#literalContext = literalContext;
    this.#literalMask = 2 ** literalPosition - 1;
    this.#positionMask = 2 ** Math.floor(properties / 45) - 1;
    return literalContext + literalPosition <= MAX_LITERAL_BITS;
  }

  /** Forgets probabilities and distances. */
  resetState(): void {
    this.#probabilities.fill(EVEN);
    this.#distances.fill(0);
    this.#state = 0;
  }

  /** Nothing that was unpacked before may be repeated. */
  resetDictionary(): void {
    this.#dictionary = this.#size;
  }

  copy(from: number, length: number): void {
    this.#reserve(length);
    this.#packed.copy(this.#output, this.#size, from, from + length);
    this.#size += length;
  }

  unpack(from: number, end: number, length: number): void {
    this.#reserve(length);
    this.#at = from + 1;
    this.#end = end;
    this.#range = 0xffff_ffff;
    this.#code = 0;
    for (let count = 0; count < 4; count++) this.#code = ((this.#code << 8) | this.#byte()) >>> 0;
    const goal = this.#size + length;
    while (this.#size < goal) {
      const position = (this.#size - this.#dictionary) & this.#positionMask;
      if (this.#bit(MATCH + this.#state * 16 + position) === 0) this.#literal();
      else this.#repeat(this.#match(position), goal);
    }
    this.#normalise();
    // Without damage the coder ends with all bytes read and nothing left: that finds most flipped bits.
    if (this.#at !== this.#end || this.#code !== 0) throw corrupt("LZMA data does not end with its chunk");
  }

  #reserve(length: number): void {
    if (this.#size + length > this.#output.byteLength) throw corrupt("LZMA data is longer than it should be");
  }

  #literal(): void {
    const position = this.#size - this.#dictionary;
    const before = position > 0 ? (this.#output[this.#size - 1] ?? 0) : 0;
    const context = ((position & this.#literalMask) << this.#literalContext) + (before >> (8 - this.#literalContext));
    const place = LITERAL + 0x300 * context;
    let symbol = 1;
    if (this.#state >= LITERAL_STATES) {
      // After a match, the byte that the match would have gone on with says something of this one.
      let expected = this.#output[this.#size - (this.#distances[0] ?? 0) - 1] ?? 0;
      let isAlike = true;
      while (symbol < 256 && isAlike) {
        const guess = (expected >> 7) & 1;
        expected <<= 1;
        const bit = this.#bit(place + ((1 + guess) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        isAlike = bit === guess;
      }
    }
    while (symbol < 256) symbol = (symbol << 1) | this.#bit(place + symbol);
    this.#output[this.#size++] = symbol;
    this.#state = STATES_AFTER_LITERAL[this.#state] ?? 0;
  }

  /** Reads a match, moves its distance to the front, and returns its length. */
  #match(position: number): number {
    const state = this.#state;
    const isAfterLiteral = state < LITERAL_STATES;
    const recent = this.#distances;
    if (this.#bit(REPEAT + state) === 0) {
      const length = this.#length(LENGTH, position);
      recent.unshift(this.#distance(length));
      recent.length = 4;
      this.#state = isAfterLiteral ? 7 : 10;
      return length;
    }
    if (this.#bit(REPEAT_0 + state) === 0) {
      if (this.#bit(REPEAT_0_LONG + state * 16 + position) === 0) {
        this.#state = isAfterLiteral ? 9 : 11;
        return 1;
      }
    } else {
      const which = this.#bit(REPEAT_1 + state) === 0 ? 1 : 2 + this.#bit(REPEAT_2 + state);
      recent.unshift(...recent.splice(which, 1));
    }
    this.#state = isAfterLiteral ? 8 : 11;
    return this.#length(REPEAT_LENGTH, position);
  }

  #length(place: number, position: number): number {
    if (this.#bit(place) === 0) return 2 + this.#bitTree(place + LOW_LENGTH + position * 8, 3);
    if (this.#bit(place + 1) === 0) return 10 + this.#bitTree(place + MIDDLE_LENGTH + position * 8, 3);
    return 18 + this.#bitTree(place + HIGH_LENGTH, 8);
  }

  #distance(length: number): number {
    const slot = this.#bitTree(SLOT + Math.min(length - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < 14) return base + this.#reverseBitTree(DISTANCE + base - slot - 1, bits);
    let high = 0;
    for (let count = bits - 4; count > 0; count--) high = high * 2 + this.#directBit();
    return base + high * 16 + this.#reverseBitTree(ALIGN, 4);
  }

  #repeat(length: number, goal: number): void {
    const distance = (this.#distances[0] ?? 0) + 1;
    if (distance > this.#size - this.#dictionary) throw corrupt("LZMA data repeats what was not there");
    if (this.#size + length > goal) throw corrupt("LZMA data is longer than its chunk");
    // Byte by byte, as it may repeat what it is writing.
    for (let count = 0; count < length; count++) {
      this.#output[this.#size] = this.#output[this.#size - distance] ?? 0;
      this.#size++;
    }
  }

  #bitTree(place: number, bits: number): number {
    let symbol = 1;
    for (let count = 0; count < bits; count++) symbol = (symbol << 1) | this.#bit(place + symbol);
    return symbol - (1 << bits);
  }

  #reverseBitTree(place: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let count = 0; count < bits; count++) {
      const bit = this.#bit(place + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << count;
    }
    return value;
  }

  #bit(index: number): number {
    this.#normalise();
    const odds = this.#probabilities[index] ?? 0;
    const bound = (this.#range >>> 11) * odds;
    if (this.#code < bound) {
      this.#range = bound;
      this.#probabilities[index] = odds + ((2048 - odds) >> 5);
      return 0;
    }
    this.#range -= bound;
    this.#code -= bound;
    this.#probabilities[index] = odds - (odds >> 5);
    return 1;
  }

  #directBit(): number {
    this.#normalise();
    this.#range >>>= 1;
    if (this.#code < this.#range) return 0;
    this.#code -= this.#range;
    return 1;
  }

  #normalise(): void {
    if (this.#range >= 2 ** 24) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | this.#byte()) >>> 0;
  }

  #byte(): number {
    if (this.#at >= this.#end) throw corrupt("LZMA data is shorter than its chunk");
    return this.#packed[this.#at++] ?? 0;
  }
}
