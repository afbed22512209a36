import { type Claim, u16be } from "./words.ts";

const [BASELINE, PROGRESSIVE] = [0xc0, 0xc2];
const [DC, AC] = [0x00, 0x10];
const BLOCK = 8;
/** One symbol stands for this many empty blocks, with as many bits behind it. */
const RUN_BITS = 14;

/** A grey progressive JPEG: one scan of flat blocks, then the same empty scan again and again. */
export function scannedJpeg(claim: Claim, scans: number): Buffer {
  const blocks = Math.ceil(claim.width / BLOCK) * Math.ceil(claim.height / BLOCK);
  const empty = Buffer.concat([scanHead(1, 63), emptyBlocks(blocks)]);
  return Buffer.concat([
    ...beginning(PROGRESSIVE, claim),
    huffman(DC, 0),
    huffman(AC, RUN_BITS * 16),
    scanHead(0, 0),
    // One bit for a block that is as the one before it.
    Buffer.alloc(Math.ceil(blocks / 8)),
    ...Array.from({ length: scans }, () => empty),
    end,
  ]);
}

/** A grey JPEG of flat blocks, all of them there. */
export function flatJpeg(claim: Claim): Buffer {
  const blocks = Math.ceil(claim.width / BLOCK) * Math.ceil(claim.height / BLOCK);
  const codes = Buffer.alloc(Math.ceil((blocks * 2) / 8));
  return Buffer.concat([...beginning(BASELINE, claim), huffman(DC, 0), huffman(AC, 0), scanHead(0, 63), codes, end]);
}

const end = Buffer.of(0xff, 0xd9);

function beginning(kind: number, { width, height }: Claim): Buffer[] {
  const table = segment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 8)]));
  const frame = Buffer.concat([Buffer.of(8), u16be(height, width), Buffer.of(1, 1, 0x11, 0)]);
  return [Buffer.of(0xff, 0xd8), table, segment(kind, frame)];
}

/** A table of one code, the bit 0, for one symbol. */
function huffman(kind: number, symbol: number): Buffer {
  return segment(0xc4, Buffer.concat([Buffer.of(kind, 1), Buffer.alloc(15), Buffer.of(symbol)]));
}

function scanHead(first: number, last: number): Buffer {
  return segment(0xda, Buffer.of(1, 1, 0, first, last, 0));
}

/** Runs of 2^14 blocks: the code, and the bits that say how many more. */
function emptyBlocks(blocks: number): Buffer {
  const bits = Math.ceil(blocks / 2 ** RUN_BITS) * (1 + RUN_BITS);
  return Buffer.alloc(Math.ceil(bits / 8));
}

function segment(marker: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0xff, marker), u16be(body.byteLength + 2), body]);
}
