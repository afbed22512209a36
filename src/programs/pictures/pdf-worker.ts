import { runPdfWorker } from "../../pictures/image/decoder/pdf/worker.ts";

// PDFium lies beside the program when bundled, and in its package in the source tree.
const isBundled = import.meta.url.endsWith(".mjs");
runPdfWorker(
  new URL(isBundled ? "./pdfium.wasm" : import.meta.resolve("@embedpdf/pdfium/pdfium.wasm"), import.meta.url),
);
