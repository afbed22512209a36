import { writeFile } from "node:fs/promises";
import { errorCode, errorText } from "../../../base/error-text.ts";
import { fail, type Outcome, succeed } from "../../../base/outcome.ts";
import type { ImageError } from "../../contract.ts";
import { plainLine } from "../caption.ts";
import type { ErrorPictureJob, Rendered, RenderJob } from "../decoder-protocol.ts";
import { drawErrorPicture } from "./caption/error-picture.ts";
import type { Fonts } from "./caption/font.ts";
import { DecodeFault } from "./faults.ts";
import type { Workers } from "./open/chain-steps.ts";
import { decodeByChain } from "./open/fallback-chain.ts";
import { noteOf } from "./pages.ts";
import { encode } from "./show/encode.ts";
import { type Picture, show } from "./show/show.ts";

/** Source file -> pixels with caption -> encoded files. */
export async function render(job: RenderJob, fonts: Fonts, workers: Workers): Promise<Outcome<Rendered, ImageError>> {
  const { source, format, limits } = job;
  try {
    const { value, decoder, note } = await decodeByChain(
      source,
      format,
      limits,
      workers,
      (reader) => show(reader, job, fonts),
      ({ lost }) => lost,
    );
    const { size, pages, page, lastPage } = value;
    return succeed({
      ...size,
      pages,
      page,
      lastPage,
      decoder,
      ...presentableNote(note, value.note),
      ...(value.thumb !== undefined && { thumb: value.thumb }),
      ...(await writeVariants(value, job)),
    });
  } catch (thrown) {
    return fail(presentable(errorOf(thrown), job));
  }
}

export async function renderErrorPicture(job: ErrorPictureJob, fonts: Fonts): Promise<Outcome<Rendered, ImageError>> {
  const pixels = drawErrorPicture(job.title, job.text, job.advice, fonts);
  const { width, height } = pixels;
  try {
    const { bytes } = await encode(pixels, { isGrey: false, isBilevel: false }, "png", 100);
    const freshBytes = await write(bytes, job.fresh);
    const shown = { width, height, pages: 1, page: 1, lastPage: 1, decoder: "sharp", format: "png" } as const;
    return succeed({ ...shown, freshBytes, cachedBytes: undefined });
  } catch (thrown) {
    return fail(presentable(errorOf(thrown), job));
  }
}

async function writeVariants(
  { fresh, cached, look }: Picture,
  { recipe, ...job }: RenderJob,
): Promise<Pick<Rendered, "format" | "freshBytes" | "cachedBytes">> {
  const { bytes, format } = await encode(fresh, look, recipe.format, recipe.quality);
  // Both are one picture to its readers, so what was chosen for one holds for the other.
  const other = cached && (await encode(cached, look, format, recipe.quality));
  return {
    format,
    freshBytes: await write(bytes, job.fresh),
    cachedBytes: other && (await write(other.bytes, job.cached)),
  };
}

// libvips reports a full disk in the words of a damaged picture, or in none; Node reports it by its code.
async function write(bytes: Buffer, file: string): Promise<number> {
  await writeFile(file, bytes, { mode: 0o600 });
  return bytes.byteLength;
}

function presentableNote(...texts: readonly (string | undefined)[]): Pick<Rendered, "note"> {
  const { note } = noteOf(...texts);
  return note === undefined ? {} : { note: plainLine(note) };
}

// Decoders quote what stands in the file, and where it lies. Which page it is matters where there are several.
function presentable({ text, ...error }: ImageError, { fresh, ...job }: RenderJob | ErrorPictureJob): ImageError {
  const places = "source" in job ? [job.source, job.cached, fresh] : [fresh];
  const { code, page, pages = 1 } = error;
  const isOfPage = page !== undefined && pages > 1 && code !== "no-such-page";
  const shown = places.reduce((said, place) => said.replaceAll(place, "the file"), text);
  return { ...error, text: plainLine((isOfPage ? `page ${page}: ` : "") + shown) };
}

function errorOf(thrown: unknown): ImageError {
  if (thrown instanceof DecodeFault) return thrown.error;
  const text = errorText(thrown);
  if (errorCode(thrown) === undefined) return { code: "corrupt", text: `the picture cannot be shown: ${text}` };
  return { code: "cache-error", text: `the picture could not be read or written in the cache: ${text}` };
}
