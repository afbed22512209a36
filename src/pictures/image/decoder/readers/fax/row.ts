import { BLACK, type FaxBits, MAKE_UP, MODE, MODES, WHITE } from "./codes.ts";

/** Where the colour of a row changes, beginning with white: edges of even index turn to black. */
export class FaxRow {
  readonly edges: Int32Array;
  count = 0;

  constructor(width: number) {
    this.edges = new Int32Array(width + 2);
  }

  /** Of two edges in one place nothing is seen. */
  add(edge: number): void {
    if (this.count > 0 && this.edges[this.count - 1] === edge) this.count--;
    else this.edges[this.count++] = edge;
  }

  get isBlack(): boolean {
    return this.count % 2 === 1;
  }
}

/** Reads a row that stands for itself (one-dimensional, T.4). False where its codes are none, or do not fill it exactly. */
export function readPlainRow(bits: FaxBits, width: number, row: FaxRow): boolean {
  row.count = 0;
  let at = 0;
  for (let isBlack = false; at < width; isBlack = !isBlack) {
    const run = readRun(bits, isBlack);
    if (run === undefined || at + run > width) return false;
    at += run;
    row.add(at);
  }
  return true;
}

/** Reads a row that refers to the row above it (two-dimensional, T.4 and T.6). False where its codes are none, or do not fill it exactly. */
export function readRowBelow(bits: FaxBits, width: number, above: FaxRow, row: FaxRow): boolean {
  row.count = 0;
  // Before the first pel, so that an edge above it counts.
  let at = -1;
  let isBlack = false;
  for (let index = 0; at < width; ) {
    while (index > 0 && (above.edges[index - 1] ?? 0) > at) index--;
    while (index < above.count && ((above.edges[index] ?? 0) <= at || (index % 2 === 1) !== isBlack)) index++;
    const edge = index < above.count ? (above.edges[index] ?? width) : width;
    const mode = bits.code(MODE);
    if (mode === undefined) return false;
    if (mode === MODES.pass) {
      at = index + 1 < above.count ? (above.edges[index + 1] ?? width) : width;
    } else if (mode === MODES.horizontal) {
      const [first, second] = [readRun(bits, isBlack), readRun(bits, !isBlack)];
      if (first === undefined || second === undefined) return false;
      const middle = Math.max(at, 0) + first;
      at = middle + second;
      if (at > width) return false;
      row.add(middle);
      row.add(at);
    } else {
      const next = edge + mode;
      if (next < Math.max(at, 0) || next > width) return false;
      at = next;
      row.add(at);
      isBlack = !isBlack;
    }
  }
  return true;
}

function readRun(bits: FaxBits, isBlack: boolean): number | undefined {
  for (let total = 0; ; ) {
    const run = bits.code(isBlack ? BLACK : WHITE);
    if (run === undefined) return undefined;
    total += run;
    if (run < MAKE_UP) return total;
  }
}
