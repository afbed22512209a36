/** An image server that an admin allows: its label, and the addresses at or below which pictures may be fetched. */
export type AllowedServer = { readonly label: string; readonly urls: readonly URL[] };

/** How a server wants to know who asks. The secret itself is read from Splunk, under the label of the stanza. */
export type ServerAuth =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly user: string }
  | { readonly kind: "bearer" }
  | { readonly kind: "header"; readonly header: string };

/** An image server as a `[server:<label>]` stanza describes it. */
export type ImageServer = AllowedServer & {
  /** False accepts any certificate. */
  readonly verify: boolean;
  /** File of the certificates that are trusted in place of the usual ones; empty for these. */
  readonly caFile: string;
  /** Files of the certificate that we show and of its key, both PEM; absent where we show none. */
  readonly clientCertificate?: { readonly certFile: string; readonly keyFile: string };
  /** Sent with each request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly auth: ServerAuth;
  /** Seconds; what is absent comes from `[fetch]`. */
  readonly connectTimeout?: number;
  readonly firstByteTimeout?: number;
  readonly idleTimeout?: number;
  readonly totalTimeout?: number;
  /** Downloads at once from one host of this server; absent: `[fetch] per_host`. */
  readonly concurrency?: number;
};
