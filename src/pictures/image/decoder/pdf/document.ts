import { corrupt, DecodeFault, noSuchPage, truncated, unsupported } from "../faults.ts";
import { noteOf, type Raster, type Size } from "../pages.ts";
import { drawPage } from "./page.ts";
import { held, type Pdfium } from "./pdfium.ts";

/** A PDF that PDFium holds open. Pages count from 0. */
export type PdfDocument = {
  /** Of each page, upright, in pixels at 150 dots per inch. */
  readonly sizes: () => Size[];
  /** About twice as large as fits into the box, but of at most `maxPixels` pixels. */
  readonly draw: (page: number, box: Size, maxPixels: number) => Raster;
};

const MAX_PAGES = 10_000;
const POINTS_PER_INCH = 72;
const DOTS_PER_INCH = 150;
const SIZE_BYTES = 8;
const TAIL_BYTES = 1024;

// Numbers of fpdfview.h and fpdf_formfill.h.
const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;
const FORM_OF_XFA_ONLY = 2;

/** Opens a PDF for as long as `use` runs. Throws DecodeFault; any other error is a trap, after which nothing is freed. */
export function withDocument<Value>(pdfium: Pdfium, bytes: Uint8Array, use: (document: PdfDocument) => Value): Value {
  const { calls, memory } = pdfium;
  const { malloc, free } = calls.pdfium.wasmExports;
  const isCut = !hasEnd(bytes);
  return held(malloc(bytes.byteLength), free, (pointer) => {
    if (pointer === 0) throw new DecodeFault({ code: "decode-memory", text: "the PDF is too large for its decoder" });
    new Uint8Array(memory.buffer).set(bytes, pointer);
    return held(calls.FPDF_LoadMemDocument(pointer, bytes.byteLength, ""), calls.FPDF_CloseDocument, (document) => {
      if (document === 0) throw notOpened(calls.FPDF_GetLastError(), isCut);
      return use(opened(pdfium, document, isCut));
    });
  });
}

function opened(pdfium: Pdfium, document: number, isCut: boolean): PdfDocument {
  const { calls } = pdfium;
  if (calls.FPDF_GetFormType(document) === FORM_OF_XFA_ONLY) {
    throw unsupported("expected a PDF with pages, received an XFA form, which has none; print it to a PDF");
  }
  const pages = calls.FPDF_GetPageCount(document);
  if (pages < 1) throw damaged("it has no pages", isCut);
  return {
    sizes: () => Array.from({ length: Math.min(pages, MAX_PAGES) }, (_, page) => sizeOf(pdfium, document, page)),
    draw: (page, box, maxPixels) => {
      if (page >= pages) throw noSuchPage(page, pages);
      const drawn = drawPage(pdfium, document, page, fitted(sizeOf(pdfium, document, page), box, maxPixels));
      if (typeof drawn === "string") throw damaged(drawn, isCut);
      return { ...drawn, ...noteOf(isCut ? "the PDF is cut off: something may be missing" : undefined, drawn.note) };
    },
  };
}

function sizeOf({ calls, memory }: Pdfium, document: number, page: number): Size {
  const { malloc, free } = calls.pdfium.wasmExports;
  return held(malloc(SIZE_BYTES), free, (pointer) => {
    const isKnown = pointer !== 0 && calls.FPDF_GetPageSizeByIndexF(document, page, pointer);
    const [width = 0, height = 0] = isKnown ? new Float32Array(memory.buffer, pointer, 2) : [];
    return { width: inPixels(width), height: inPixels(height) };
  });
}

function inPixels(points: number): number {
  const pixels = Math.round((points * DOTS_PER_INCH) / POINTS_PER_INCH);
  return Number.isSafeInteger(pixels) ? Math.max(1, pixels) : 1;
}

/** Drawn so much larger than the box and shrunk after, small letters are evener and thin lines stay. */
const OVERSAMPLING = 2;

function fitted(page: Size, box: Size, maxPixels: number): Size {
  const toBox = Math.min(box.width / page.width, box.height / page.height) * OVERSAMPLING;
  const toLimit = Math.sqrt(maxPixels / (page.width * page.height));
  const scale = Math.min(toBox, toLimit);
  return { width: Math.max(1, Math.floor(page.width * scale)), height: Math.max(1, Math.floor(page.height * scale)) };
}

function notOpened(code: number, isCut: boolean): DecodeFault {
  if (code === ERROR_PASSWORD) return unsupported("the PDF asks for a password");
  if (code === ERROR_SECURITY) return unsupported("the PDF is encrypted in a way that cannot be read");
  return damaged("it cannot be read as a PDF", isCut);
}

function damaged(what: string, isCut: boolean): DecodeFault {
  return isCut ? truncated(`the PDF is cut off: ${what}`) : corrupt(`the PDF is damaged: ${what}`);
}

// A whole PDF says so at its end.
function hasEnd(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(-TAIL_BYTES)).includes("%%EOF");
}
