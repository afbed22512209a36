import { runDecoder } from "../image/decoder/main.ts";

// The font lies beside the program when bundled, and beside the modules that draw with it in the source tree.
const isBundled = import.meta.url.endsWith(".mjs");
runDecoder(new URL(isBundled ? "./glyphs.bin" : "../image/decoder/glyphs.bin", import.meta.url));
