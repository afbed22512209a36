/** What an admin says of TLS with one server. */
export type TlsSettings = {
  /** False accepts any certificate. */
  readonly verify: boolean;
  /** PEM file of the certificates that are trusted in place of the usual ones; empty for these. */
  readonly caFile: string;
  /** PEM files of the certificate that we show and of its key; absent where we show none. */
  readonly clientCertificate?: { readonly certFile: string; readonly keyFile: string };
};
