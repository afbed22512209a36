import { withoutCredentials } from "../base/redact.ts";
import type { ConfValue } from "./conf-value.ts";

/** A value of getimage.conf that cannot be taken. */
export type Complaint = {
  readonly stanza: string;
  /** Empty where the name of the stanza itself is meant. */
  readonly key: string;
  readonly file: string;
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  /** What stands there, shortened, without credentials. */
  readonly received: string;
};

export function complaint(stanza: string, key: string, { value, file }: ConfValue, expected: string): Complaint {
  return { stanza, key, file, expected, received: withoutCredentials(value.slice(0, 100)) };
}

/** The sentence for whoever reads the message of a search. */
export function complaintText({ stanza, key, file, expected, received }: Complaint): string {
  return `${file} [${stanza}]${key && ` ${key}`}: expected ${expected}, received "${received}"`;
}
