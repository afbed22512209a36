import { init, type WrappedPdfiumModule } from "@embedpdf/pdfium";
