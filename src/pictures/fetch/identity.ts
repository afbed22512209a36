import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { type ImageError, SECRET_REALM } from "../contract.ts";
import { secretFault } from "./secret-fault.ts";
import type { ImageServer } from "./server.ts";

/** Where Splunk keeps the secrets of image servers, and what an error calls one of them. */
export const SERVER_SECRETS = {
  realm: SECRET_REALM,
  title: (label: string): string => `the secret of [server:${label}]`,
} as const;

/** Gives the secret that Splunk keeps for a server. The error is a sentence. */
export type SecretFor = (server: ImageServer) => Promise<Outcome<string, string>>;

/** The headers by which a server learns who asks, and those that its stanza adds. Only for the server itself. */
export async function identityFor(
  server: ImageServer,
  secretFor: SecretFor,
): Promise<Outcome<Readonly<Record<string, string>>, ImageError>> {
  const { auth, headers } = server;
  if (auth.kind === "none") return succeed(headers);
  const secret = await secretFor(server);
  if (!secret.ok) return fail({ code: "unauthorized", text: secret.error });
  const fault = secretFault(auth.kind, secret.value);
  if (fault !== undefined) {
    return fail({
      code: "unauthorized",
      text: `expected a secret for [server:${server.label}] that can be sent, and the stored one ${fault}; store it again`,
    });
  }
  if (auth.kind === "header") return succeed({ ...headers, [auth.header]: secret.value });
  const basic = (user: string): string => `Basic ${Buffer.from(`${user}:${secret.value}`).toString("base64")}`;
  return succeed({ ...headers, Authorization: auth.kind === "basic" ? basic(auth.user) : `Bearer ${secret.value}` });
}

/** What to do about a 401. */
export function adviceFor401({ label, auth }: ImageServer, isIdentified: boolean): string {
  if (auth.kind === "none") return `it wants to know who asks: set auth in [server:${label}]`;
  if (isIdentified) return `the stored secret of [server:${label}] was not accepted`;
  return `a redirect from another server takes no secret along: let the search ask it directly`;
}
