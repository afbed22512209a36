import { runDecoder } from "../../pictures/image/decoder/main.ts";

// Its files lie beside the program when bundled, and beside the modules that use them in the source tree.
const isBundled = import.meta.url.endsWith(".mjs");
const beside = (bundled: string, source: string): URL => new URL(isBundled ? bundled : source, import.meta.url);
runDecoder({
  fonts: beside("./glyphs.bin", "../../pictures/image/decoder/caption/glyphs.bin"),
  magick: beside("./magick-worker.mjs", "./magick-worker.ts"),
  pdf: beside("./pdf-worker.mjs", "./pdf-worker.ts"),
  reader: beside("./reader-worker.mjs", "./reader-worker.ts"),
});
