import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Certificate = { readonly key: string; readonly cert: string };

/** Why no certificate can be made here, for `skip`; false when one can. */
export const withoutOpenssl: string | false =
  spawnSync("openssl", ["version"]).status === 0 ? false : "the openssl program is not here";

/**
 * A self-signed certificate, made in the folder.
 * @param names whom it is for, as openssl writes it: `IP:127.0.0.1`, `DNS:localhost`
 */
export function selfSigned(folder: string, names: string): Certificate {
  const key = join(folder, "key.pem");
  const cert = join(folder, "cert.pem");
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const subject = ["-subj", "/CN=getimage test", "-addext", `subjectAltName=${names}`];
  const { status, stderr } = spawnSync("openssl", ["req", ...kind, ...subject, "-keyout", key, "-out", cert]);
  if (status !== 0) throw new Error(`openssl made no certificate: ${stderr}`);
  return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
}
