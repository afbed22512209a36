import { withoutCredentials } from "../lib/redact.ts";
import type { ConfValue } from "../splunk/conf.ts";

/** The sentence about a value of getimage.conf that cannot be taken. */
export function complaint(stanza: string, key: string, { value, file }: ConfValue, expected: string): string {
  return `${file} [${stanza}] ${key}: expected ${expected}, received "${withoutCredentials(value.slice(0, 100))}"`;
}
