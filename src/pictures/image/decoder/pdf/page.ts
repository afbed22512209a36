import type { Raster, Size } from "../pages.ts";
import { held, type Pdfium } from "./pdfium.ts";

// Numbers of fpdfview.h and fpdf_edit.h.
const DRAW_ANNOTATIONS = 0x01;
const RED_FIRST = 0x10;
const BITMAP_RGB = 2;
const OBJECT_IMAGE = 3;
const WHITE = 0xffffffff;
/** Decoded once more to find out whether they can be; larger ones would cost more memory than drawing them. */
const MAX_CHECKED_PIXELS = 3e7;
const MISSING = "a picture of the page cannot be decoded and is missing";

/**
 * Draws a page on white, with its annotations and form fields; nothing that a page asks to be done is done. A text is
 * what is wrong with the page. Pages count from 0.
 */
export function drawPage(pdfium: Pdfium, document: number, page: number, size: Size): Raster | string {
  const { calls } = pdfium;
  return held(calls.PDFiumExt_OpenFormFillInfo(), calls.PDFiumExt_CloseFormFillInfo, (info) => {
    const form = calls.PDFiumExt_InitFormFillEnvironment(document, info);
    return held(form, calls.PDFiumExt_ExitFormFillEnvironment, () => {
      return held(calls.FPDF_LoadPage(document, page), calls.FPDF_ClosePage, (handle) => {
        if (handle === 0) return `its page ${page + 1} cannot be read`;
        calls.FORM_OnAfterLoadPage(handle, form);
        const raster = drawLoaded(pdfium, handle, form, size);
        calls.FORM_OnBeforeClosePage(handle, form);
        return raster;
      });
    });
  });
}

function drawLoaded(pdfium: Pdfium, page: number, form: number, { width, height }: Size): Raster | string {
  const { calls, memory } = pdfium;
  return held(calls.FPDFBitmap_CreateEx(width, height, BITMAP_RGB, 0, 0), calls.FPDFBitmap_Destroy, (bitmap) => {
    if (bitmap === 0) return `no bitmap of ${width} x ${height} can be made for it`;
    calls.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    calls.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, DRAW_ANNOTATIONS | RED_FIRST);
    calls.FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, DRAW_ANNOTATIONS | RED_FIRST);
    const stride = calls.FPDFBitmap_GetStride(bitmap);
    const start = calls.FPDFBitmap_GetBuffer(bitmap);
    const raster = rasterOf(new Uint8Array(memory.buffer, start, stride * height), stride, { width, height });
    if (isBlank(raster) && brokenImages(pdfium, page, Number.POSITIVE_INFINITY) === "all") {
      return "its picture cannot be decoded";
    }
    return brokenImages(pdfium, page, MAX_CHECKED_PIXELS) === "none" ? raster : { ...raster, note: MISSING };
  });
}

// PDFium leaves out what it cannot decode, and a scan that is left out must not pass for the blank back of a sheet.
function brokenImages(pdfium: Pdfium, page: number, maxPixels: number): "none" | "some" | "all" {
  const { calls } = pdfium;
  let broken = 0;
  let whole = 0;
  let pixels = 0;
  for (let index = 0; index < calls.FPDFPage_CountObjects(page); index++) {
    const object = calls.FPDFPage_GetObject(page, index);
    if (calls.FPDFPageObj_GetType(object) !== OBJECT_IMAGE) continue;
    pixels += pixelsOf(pdfium, object);
    if (pixels > maxPixels) break;
    if (held(calls.FPDFImageObj_GetBitmap(object), calls.FPDFBitmap_Destroy, (bitmap) => bitmap !== 0)) whole++;
    else broken++;
  }
  if (broken === 0) return "none";
  return whole === 0 ? "all" : "some";
}

function pixelsOf({ calls, memory }: Pdfium, object: number): number {
  const { malloc, free } = calls.pdfium.wasmExports;
  return held(malloc(8), free, (pointer) => {
    if (pointer === 0 || !calls.FPDFImageObj_GetImagePixelSize(object, pointer, pointer + 4)) return 0;
    const [width = 0, height = 0] = new Uint32Array(memory.buffer, pointer, 2);
    return width * height;
  });
}

function isBlank({ data, channels }: Raster): boolean {
  return channels === 1 && data.every((sample) => sample === 255);
}

function rasterOf(rows: Uint8Array, stride: number, { width, height }: Size): Raster {
  const channels = isGrey(rows, stride, width) ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let row = 0, to = 0; row < height; row++) {
    const from = row * stride;
    if (channels === 3) data.set(rows.subarray(from, from + width * 3), row * width * 3);
    else for (let column = 0; column < width; column++) data[to++] = rows[from + column * 3] ?? 0;
  }
  return { data, width, height, channels };
}

function isGrey(rows: Uint8Array, stride: number, width: number): boolean {
  for (let start = 0; start < rows.length; start += stride) {
    for (let at = start; at < start + width * 3; at += 3) {
      if (rows[at] !== rows[at + 1] || rows[at] !== rows[at + 2]) return false;
    }
  }
  return true;
}
