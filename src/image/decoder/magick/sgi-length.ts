import { DecodeFault } from "../pages.ts";

const HEADER_BYTES = 512;
const WORD = 4;

/** Throws DecodeFault where an SGI file is shorter than its header says: ImageMagick shows what is there, and tells nothing. */
export function checkSgiLength(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES) throw endsEarly(HEADER_BYTES, bytes);
  const dimensions = view.getUint16(4);
  const width = view.getUint16(6);
  const rows = (dimensions < 2 ? 1 : view.getUint16(8)) * (dimensions < 3 ? 1 : view.getUint16(10));
  const isPacked = view.getUint8(2) === 1;
  const end = isPacked ? endOfRows(view, rows) : HEADER_BYTES + rows * width * view.getUint8(3);
  if (end > bytes.byteLength) throw endsEarly(end, bytes);
}

// Two tables tell where each row begins and how long it is.
function endOfRows(view: DataView, rows: number): number {
  const lengths = HEADER_BYTES + rows * WORD;
  let end = lengths + rows * WORD;
  if (end > view.byteLength) return end;
  for (let row = 0; row < rows; row++) {
    const [start, length] = [view.getUint32(HEADER_BYTES + row * WORD), view.getUint32(lengths + row * WORD)];
    end = Math.max(end, start + length);
  }
  return end;
}

function endsEarly(expected: number, { byteLength }: Uint8Array): DecodeFault {
  const text = `the SGI picture ends too early: expected ${expected} bytes, the file has ${byteLength}`;
  return new DecodeFault({ code: "truncated", text });
}
