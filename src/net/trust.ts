import { readFileSync } from "node:fs";
import { createSecureContext, type SecureContext } from "node:tls";
import { errorCode, errorText } from "../base/error-text.ts";
import { fail, type Outcome, succeed } from "../base/outcome.ts";
import type { TlsSettings } from "./tls-settings.ts";

/** Whom we trust with one server, and what we show it. */
export type Trust = { readonly secureContext: SecureContext; readonly rejectUnauthorized: boolean };

/**
 * Reads the files. One that is missing or holds something else is the admin's to mend, so the error, a sentence, names it.
 * @param showsCertificate whether the client certificate is shown, where there is one
 */
export function trustFor(settings: TlsSettings, showsCertificate: boolean): Outcome<Trust, string> {
  const { verify, caFile, clientCertificate } = settings;
  const read = (key: string, file: string, holds: RegExp): string => {
    const text = readable(key, file);
    if (!holds.test(text)) throw new Error(`expected PEM text in ${file} (${key}), and it holds none`);
    return text;
  };
  try {
    const ca = caFile === "" ? {} : { ca: read("ca_file", caFile, CERTIFICATE) };
    const shown =
      clientCertificate && showsCertificate
        ? {
            cert: read("client_cert_file", clientCertificate.certFile, CERTIFICATE),
            key: read("client_key_file", clientCertificate.keyFile, KEY),
          }
        : {};
    return succeed({ secureContext: createSecureContext({ ...ca, ...shown }), rejectUnauthorized: verify });
  } catch (thrown) {
    return fail(errorText(thrown));
  }
}

const CERTIFICATE = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/;
const KEY = /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----/;

function readable(key: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (thrown) {
    const advice = "name a file that the user under whom Splunk runs may read";
    throw new Error(`${file} (${key}) cannot be read (${errorCode(thrown) ?? errorText(thrown)}); ${advice}`);
  }
}
