import { readFile } from "node:fs/promises";
import { DecodeFault } from "../faults.ts";
import type { DecodeLimits } from "../limits.ts";
import type { PageReader } from "../pages.ts";
import { isFrame, readFrame } from "../readers/jpeg/segments.ts";
import { openWithSharp } from "./open-sharp.ts";

/** All pixels were there when libjpeg met these: what lies between the last of them and the mark of the end. */
const BEHIND_THE_PIXELS = /extraneous bytes before marker 0xd9/;
/** libjpeg's words for pixels that are missing, or that it made up. Of others it warns before it has read any. */
const DAMAGE = /premature end|Corrupt JPEG data|Inconsistent progression/i;

/** Opens a JPEG whose faults hide no pixels. Half a prescription must not pass for a whole one, so others are refused. */
export async function openTidiedJpeg(source: string, limits: DecodeLimits): Promise<PageReader> {
  const bytes = tidied(await readFile(source));
  const reader = await openWithSharp(bytes, "JPEG", { failOn: "warning" }, limits);
  const read: PageReader["read"] = async (page, box) => {
    try {
      return await reader.read(page, box);
    } catch (thrown) {
      if (!(thrown instanceof DecodeFault && BEHIND_THE_PIXELS.test(thrown.error.text))) throw thrown;
      return (await openWithSharp(bytes, "JPEG", { failOn: "error" }, limits)).read(page, box);
    }
  };
  return { ...reader, read };
}

/** Whether pixels are missing: other decoders would show the rest of them without a word. */
export function isDamagedJpeg({ error }: DecodeFault): boolean {
  return DAMAGE.test(error.text);
}

/** A marker segment of ITU-T T.81, Annex B. */
type Segment = { readonly marker: number; readonly body: Buffer };

const SCAN = 0xda;
const APPLICATION_0 = 0xe0;
const APPLICATION_14 = 0xee;
/** Of JFIF, which has no newer one. */
const LAST_VERSION = [1, 2];
/** Adobe's words for the colours of three and four samples, YCbCr and YCCK: libjpeg takes them for words that it does not know. */
const [YCBCR, YCCK] = [1, 2];
/** Baseline and extended: a scan has all that there is of its blocks. */
const SEQUENTIAL = [0xc0, 0xc1];
const WHOLE_BLOCKS = [0, 63, 0];

/**
 * A JPEG without the faults of its head on which no pixel hangs: bytes between segments, versions and words that do not
 * exist. libjpeg warns of the first fault alone, so one of these would hide that pixels are missing, too.
 */
export function tidied(jpeg: Buffer): Buffer {
  const segments: Segment[] = [];
  let at = nextMark(jpeg, 2);
  while (at + 4 <= jpeg.byteLength && segments.at(-1)?.marker !== SCAN) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    segments.push({ marker: jpeg[at + 1] ?? 0, body: jpeg.subarray(at + 4, end) });
    at = segments.at(-1)?.marker === SCAN ? end : nextMark(jpeg, end);
  }
  const frame = segments.find(({ marker, body }) => isFrame({ marker, at: 0, length: body.byteLength }));
  if (!frame) return jpeg;
  const parts = segments.flatMap((segment) => [headOf(segment), mended(segment, frame)]);
  return Buffer.concat([jpeg.subarray(0, 2), ...parts, jpeg.subarray(at)]);
}

/** Where the next segment begins: at a byte of 0xff with a marker behind it. */
function nextMark(jpeg: Buffer, start: number): number {
  for (let at = start; at + 1 < jpeg.byteLength; at++) {
    const next = jpeg[at + 1] ?? 0;
    if (jpeg[at] === 0xff && next !== 0 && next !== 0xff) return at;
  }
  return jpeg.byteLength;
}

function headOf({ marker, body }: Segment): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.byteLength + 2, 2);
  return head;
}

function mended({ marker, body }: Segment, frame: Segment): Buffer {
  const { samples } = readFrame(frame.body, { marker: frame.marker, at: 0, length: frame.body.byteLength });
  const text = body.toString("latin1", 0, 5);
  if (marker === APPLICATION_0 && text === "JFIF\0" && body[5] !== 1) return withBytes(body, 5, LAST_VERSION);
  if (marker === APPLICATION_14 && text === "Adobe" && (body[11] ?? 0) > YCCK) {
    return withBytes(body, 11, [samples === 4 ? YCCK : YCBCR]);
  }
  if (marker === SCAN && SEQUENTIAL.includes(frame.marker)) return withBytes(body, body.byteLength - 3, WHOLE_BLOCKS);
  return body;
}

function withBytes(body: Buffer, at: number, bytes: readonly number[]): Buffer {
  const copy = Buffer.from(body);
  if (at >= 0 && at + bytes.length <= body.byteLength) copy.set(bytes, at);
  return copy;
}
