import { runMagickWorker } from "../../pictures/image/decoder/magick/worker.ts";

// The decoder lies beside the program when bundled, and in its package in the source tree.
const isBundled = import.meta.url.endsWith(".mjs");
await runMagickWorker(
  new URL(isBundled ? "./magick.wasm" : import.meta.resolve("@imagemagick/magick-wasm/magick.wasm"), import.meta.url),
);
