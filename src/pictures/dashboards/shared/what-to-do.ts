import { IMAGE_ERROR_CODES } from "../../contract.ts";
import { adviceFor } from "../../errors/advice.ts";

/** What a user or an admin can do about an error, by its code and the image server's status; empty where none is known. */
export function whatToDo(code: string, status: string): string {
  const known = IMAGE_ERROR_CODES.find((each) => each === code);
  if (!known) return "";
  return adviceFor({ code: known, text: "", ...(/^\d{3}$/.test(status) && { httpStatus: Number(status) }) });
}
