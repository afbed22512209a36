import { checkPage, pixelsMissing, unsupported } from "../../faults.ts";
import type { DecodeLimits } from "../../limits.ts";
import { type LosslessJpeg, readLosslessJpeg, unpackLosslessJpeg } from "../jpeg/lossless.ts";
import type { SourcePage, SourcePages } from "../source-pages.ts";
import { type DicomDataset, PIXEL_DATA, readDataset } from "./dataset.ts";
import { type DicomDescription, describe, sizeOf } from "./description.ts";
import { framesOf, jpegPage } from "./encapsulated.ts";
import { nativeLayout } from "./native.ts";
import { unpackRle } from "./rle.ts";
import { drawFrame, frameBytes } from "./samples.ts";

// Transfer syntaxes of DICOM PS3.5, section A.4.
const RLE = "1.2.840.10008.1.2.5";
const JPEG_LS = /^1\.2\.840\.10008\.1\.2\.4\.8[01]$/;
const VIDEO = /^1\.2\.840\.10008\.1\.2\.4\.10\d$/;
const NO_WINDOW = "shown from the darkest to the brightest value, as the file names no window";

/**
 * Reads pictures of DICOM: files of PS3.10, data sets of PS3.5, and of PS3.3 the image pixel module (C.7.6.3). Frames are
 * pages. Native, RLE and lossless JPEG frames are drawn here, other JPEGs are handed on.
 */
export function readDicom(bytes: Buffer, limits: DecodeLimits): SourcePages {
  const dataset = readDataset(bytes, limits);
  const pixels = dataset.elements.get(PIXEL_DATA);
  if (!pixels) throw unsupported("expected a DICOM file with pixels, but it holds none");
  const description = describe(dataset, limits);
  if (JPEG_LS.test(dataset.syntax))
    throw unsupported("DICOM pixels in JPEG-LS are not supported: convert them to JPEG 2000");
  if (VIDEO.test(dataset.syntax)) throw unsupported("DICOM video is not supported");
  return pixels.length === undefined ? encapsulatedFrames(dataset, description) : nativeFrames(dataset, description);
}

function nativeFrames(dataset: DicomDataset, described: DicomDescription): SourcePages {
  const { reader, elements } = dataset;
  const start = elements.get(PIXEL_DATA)?.at ?? 0;
  const { bits, description, unpack, note } = nativeLayout(described);
  const whole = Math.floor(((reader.length - start) * 8) / bits);
  if (whole < 1) {
    throw pixelsMissing(
      `expected ${Math.ceil(bits / 8)} bytes of DICOM pixels at ${start}, the file has ${reader.length} bytes`,
    );
  }
  return framesAsPages(whole, described.frames, (index) => {
    const first = index * bits;
    const from = Math.floor(first / 8);
    const page = drawnPage(description, () => {
      const bytes = reader.slice(start + from, Math.ceil((first + bits) / 8) - from);
      return { frame: unpack(bytes, first % 8, reader.isLittle), isLittle: reader.isLittle };
    });
    return { ...page, note: note ?? page.note };
  });
}

function encapsulatedFrames(dataset: DicomDataset, description: DicomDescription): SourcePages {
  const frames = framesOf(dataset, description.frames);
  return framesAsPages(frames.length, description.frames, (index) => {
    const frame = frames[index] ?? Buffer.alloc(0);
    if (dataset.syntax === RLE) {
      // Its colours lie apart whatever the file says, and are brought together when they are unpacked.
      const unpacked = { ...description, arePlanes: false };
      frameBytes(unpacked);
      return drawnPage(unpacked, () => ({ frame: unpackRle(frame, unpacked), isLittle: true }));
    }
    const jpeg = readLosslessJpeg(frame);
    return jpeg ? losslessPage(jpeg, description) : jpegPage(frame, description);
  });
}

/** A cut file shows the frames that it has, and says that there were more. */
function framesAsPages(whole: number, frames: number, pageOf: (index: number) => SourcePage): SourcePages {
  const pages = Math.min(whole, frames);
  return {
    pages,
    page(index) {
      if (index >= pages && index < frames)
        throw pixelsMissing(`expected a frame ${index + 1}, the file ends in frame ${pages + 1}`);
      checkPage(index, pages);
      const page = pageOf(index);
      if (pages === frames) return page;
      const cut = `the file is cut off: it has ${pages} of its ${frames} frames`;
      return { ...page, note: page.note === undefined ? cut : `${cut}; ${page.note}` };
    },
  };
}

function losslessPage(jpeg: LosslessJpeg, description: DicomDescription): SourcePage {
  const { width, height, samples } = jpeg;
  if (width !== description.width || height !== description.height || samples !== description.samples) {
    throw unsupported(
      `expected a lossless JPEG of ${description.width} x ${description.height} x ${description.samples}, received ${width} x ${height} x ${samples}`,
    );
  }
  const unpacked = { ...description, arePlanes: false };
  const length = frameBytes(unpacked);
  return drawnPage(unpacked, () => ({
    frame: unpackLosslessJpeg(jpeg, length / (width * height * samples)),
    isLittle: true,
  }));
}

function drawnPage(
  description: DicomDescription,
  unpack: () => { readonly frame: Buffer; readonly isLittle: boolean },
): SourcePage {
  const { photometric, window, bitsStored } = description;
  const isWindowless = photometric.startsWith("MONOCHROME") && !window && bitsStored > 8;
  return {
    kind: "raster",
    size: sizeOf(description),
    note: isWindowless ? NO_WINDOW : undefined,
    raster() {
      const { frame, isLittle } = unpack();
      return drawFrame(frame, isLittle, description);
    },
  };
}
