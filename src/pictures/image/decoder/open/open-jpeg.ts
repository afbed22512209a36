import { readFile } from "node:fs/promises";
import { DecodeFault } from "../faults.ts";
import type { DecodeLimits } from "../limits.ts";
import type { PageReader } from "../pages.ts";
import { openWithSharp } from "./open-sharp.ts";
import { tidied } from "./tidy-jpeg.ts";

/** All pixels were there when libjpeg met these: what lies between the last of them and the mark of the end. */
const BEHIND_THE_PIXELS = /extraneous bytes before marker 0xd9/;
/** libjpeg's words for pixels that are missing, or that it made up. Of others it warns before it has read any. */
const DAMAGE = /premature end|Corrupt JPEG data|Inconsistent progression/i;

/** Opens a JPEG whose faults hide no pixels. Half a prescription must not pass for a whole one, so others are refused. */
export async function openTidiedJpeg(source: string, limits: DecodeLimits): Promise<PageReader> {
  const bytes = tidied(await readFile(source));
  const reader = await openWithSharp(bytes, "JPEG", { failOn: "warning" }, limits);
  const read: PageReader["read"] = async (page, box) => {
    try {
      return await reader.read(page, box);
    } catch (thrown) {
      if (!(thrown instanceof DecodeFault && BEHIND_THE_PIXELS.test(thrown.error.text))) throw thrown;
      return (await openWithSharp(bytes, "JPEG", { failOn: "error" }, limits)).read(page, box);
    }
  };
  return { ...reader, read };
}

/** Whether pixels are missing: other decoders would show the rest of them without a word. */
export function isDamagedJpeg({ error }: DecodeFault): boolean {
  return DAMAGE.test(error.text);
}
