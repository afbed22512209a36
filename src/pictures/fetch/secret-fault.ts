import type { ServerAuth } from "./server.ts";

/** Why a secret cannot be sent to a server that wants it in this way; undefined when it can. */
export function secretFault(kind: ServerAuth["kind"], secret: string): string | undefined {
  if (secret === "") return "is empty";
  if (/\p{Cc}/u.test(secret)) return "holds a line break or another control character";
  if (kind === "basic") return undefined;
  if (!/^[\x20-\x7e]*$/.test(secret)) return "holds characters that no header takes";
  return secret.trim() === secret ? undefined : "begins or ends with a blank";
}
