import type { TlsSettings } from "../../net/tls-settings.ts";

/** An image server that an admin allows: its label, and the addresses at or below which pictures may be fetched. */
export type AllowedServer = { readonly label: string; readonly urls: readonly URL[] };

/** How a server wants to know who asks. The secret itself is read from Splunk, under the label of the stanza. */
export type ServerAuth =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly user: string }
  | { readonly kind: "bearer" }
  | { readonly kind: "header"; readonly header: string };

/** An image server as a `[server:<label>]` stanza describes it. */
export type ImageServer = AllowedServer &
  TlsSettings & {
    /** Sent with each request. */
    readonly headers: Readonly<Record<string, string>>;
    readonly auth: ServerAuth;
    /** Seconds; what is absent comes from `[fetch]`. */
    readonly connectTimeoutSeconds?: number;
    readonly firstByteTimeoutSeconds?: number;
    readonly idleTimeoutSeconds?: number;
    readonly totalTimeoutSeconds?: number;
    /** Downloads at once from one host of this server; absent: `[fetch] per_host`. */
    readonly concurrency?: number;
  };
