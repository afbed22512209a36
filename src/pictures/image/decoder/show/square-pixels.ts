import { noteOf, type PageReader, type PageSize, type Size } from "../pages.ts";
import { isBlackAndWhite, scaled } from "./shrink.ts";

/** Below the first, nobody sees it; beyond the second, what the file says of its pixels is taken for a mistake. */
const [LEAST, MOST] = [1.2, 4];

/** Pages as they look on paper: pixels that are higher than wide, as those of a fax, come out square. */
export function withSquarePixels(reader: PageReader): PageReader {
  return {
    ...reader,
    sizeOf: async (page) => squareSize(await reader.sizeOf(page)),
    async read(page, box) {
      const stored = await reader.sizeOf(page);
      const square = squareSize(stored);
      if (square.width === stored.width && square.height === stored.height) return reader.read(page, box);
      const shown = scaledBy(square, Math.min(1, box.width / square.width, box.height / square.height));
      // Shrunk by the reader in its own shape, so that neither side comes to less than is shown of it.
      const least = scaledBy(stored, Math.max(shown.width / stored.width, shown.height / stored.height));
      const raster = await reader.read(page, { width: least.width + 1, height: least.height + 1 });
      const { isBilevel = isBlackAndWhite(raster), note } = raster;
      const change = `pixels are not square: shown as ${square.width} x ${square.height}`;
      return { ...(await scaled(raster, shown, "fill")), isBilevel, ...noteOf(change, note) };
    },
  };
}

/** The shorter side is stretched, so that nothing of the longer one is lost. */
function squareSize({ width, height, pixelAspect = 1 }: PageSize): Size {
  const aspect = Math.max(pixelAspect, 1 / pixelAspect);
  if (!(aspect >= LEAST && aspect <= MOST)) return { width, height };
  return pixelAspect > 1
    ? { width, height: Math.round(height * pixelAspect) }
    : { width: Math.round(width / pixelAspect), height };
}

function scaledBy({ width, height }: Size, scale: number): Size {
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
