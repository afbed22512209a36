import { isConnectionFailure } from "../command/fields.ts";
import type { ImageError } from "../contract.ts";
import { adviceFor } from "../errors/advice.ts";
import { plainLine } from "../image/caption.ts";
import type { ErrorPictureText } from "./error-picture.ts";
import { errorPictureSentence } from "./error-picture-sentence.ts";
import type { Plan } from "./plan.ts";

/**
 * What an error picture says. A server that is down fails all its pictures with one text and so needs one picture; what
 * concerns one picture names that picture.
 */
export function errorPictureText(error: ImageError, plan: Plan | undefined): ErrorPictureText {
  const status = error.httpStatus === undefined ? undefined : `${error.httpStatus} ${error.httpReason}`;
  const url = plan && !isConnectionFailure(error) ? plan.candidates[0].url : undefined;
  const address = url && url.origin + decoded(url.pathname);
  return {
    title: plainLine(status ?? error.code),
    text: errorPictureSentence(address, error.text),
    advice: adviceFor(error),
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
