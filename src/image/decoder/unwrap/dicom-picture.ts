import type { DecodeLimits } from "../pages.ts";
import { type DicomDataset, readDataset, readFragments } from "./dicom-dataset.ts";
import { type DicomDescription, describe } from "./dicom-description.ts";
import { framesOf } from "./dicom-frames.ts";
import { unpackRle } from "./dicom-rle.ts";
import { drawFrame, frameBytes } from "./dicom-samples.ts";
import { wrappedFrame } from "./dicom-wrapped.ts";
import { checkPage, pixelsMissing, unsupported } from "./fault.ts";
import { type LosslessJpeg, readLosslessJpeg, unpackLosslessJpeg } from "./jpeg-lossless.ts";
import type { Unwrapped, UnwrappedPage } from "./unwrapped.ts";

const PIXEL_DATA = 0x7fe0_0010;
const MAX_FRAMES = 100_000;
const RLE = "1.2.840.10008.1.2.5";
const JPEG_LS = /^1\.2\.840\.10008\.1\.2\.4\.8[01]$/;
const VIDEO = /^1\.2\.840\.10008\.1\.2\.4\.10\d$/;
const NO_WINDOW = "shown from the darkest to the brightest value, as the file names no window";

/** Frames are pages. Plain, RLE and lossless JPEG frames are drawn here, other JPEGs are handed on. */
export function unwrapDicom(bytes: Buffer, limits: DecodeLimits): Unwrapped {
  const dataset = readDataset(bytes, limits);
  const pixels = dataset.elements.get(PIXEL_DATA);
  if (!pixels) throw unsupported("expected a DICOM file with pixels, but it holds none");
  const description = describe(dataset, limits);
  if (JPEG_LS.test(dataset.syntax))
    throw unsupported("DICOM pixels in JPEG-LS are not supported: convert them to JPEG 2000");
  if (VIDEO.test(dataset.syntax)) throw unsupported("DICOM video is not supported");
  return pixels.length === undefined ? packedFrames(dataset, description) : plainFrames(dataset, description);
}

function plainFrames(dataset: DicomDataset, description: DicomDescription): Unwrapped {
  const { reader, elements } = dataset;
  const start = elements.get(PIXEL_DATA)?.at ?? 0;
  const length = frameBytes(description);
  if (start + length > reader.length) {
    throw pixelsMissing(`expected ${length} bytes of DICOM pixels at ${start}, the file has ${reader.length} bytes`);
  }
  // A cut file shows the frames that it has.
  const pages = Math.min(description.frames, Math.floor((reader.length - start) / length));
  return {
    pages,
    page(index) {
      if (index >= pages && index < description.frames) {
        throw pixelsMissing(`the DICOM file ends behind frame ${pages} of ${description.frames}`);
      }
      checkPage(index, pages);
      return drawnPage(description, () => ({
        frame: reader.slice(start + index * length, length),
        isLittle: reader.isLittle,
      }));
    },
  };
}

function packedFrames(dataset: DicomDataset, description: DicomDescription): Unwrapped {
  const frames = framesOf(readFragments(dataset, MAX_FRAMES), description.frames);
  return {
    pages: frames.length,
    page(index) {
      checkPage(index, frames.length);
      const frame = frames[index] ?? Buffer.alloc(0);
      if (dataset.syntax === RLE) {
        frameBytes(description);
        return drawnPage(description, () => ({ frame: unpackRle(frame, description), isLittle: true }));
      }
      const jpeg = readLosslessJpeg(frame);
      return jpeg ? losslessPage(jpeg, description) : wrappedFrame(frame, description);
    },
  };
}

function losslessPage(jpeg: LosslessJpeg, description: DicomDescription): UnwrappedPage {
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
): UnwrappedPage {
  const { width, height, photometric, window, bitsStored } = description;
  const isWindowless = photometric.startsWith("MONOCHROME") && !window && bitsStored > 8;
  return {
    kind: "raster",
    size: { width, height },
    note: isWindowless ? NO_WINDOW : undefined,
    raster() {
      const { frame, isLittle } = unpack();
      return drawFrame(frame, isLittle, description);
    },
  };
}
