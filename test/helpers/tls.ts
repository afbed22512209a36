import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Both as PEM text, and the files that hold them. */
export type Certificate = {
  readonly key: string;
  readonly cert: string;
  readonly keyFile: string;
  readonly certFile: string;
};

/** Why no certificate can be made here, for `skip`; false when one can. */
export const withoutOpenssl: string | false =
  spawnSync("openssl", ["version"]).status === 0 ? false : "the openssl program is not here";

/**
 * A self-signed certificate, made in the folder under names of its own.
 * @param names whom it is for, as openssl writes it: `IP:127.0.0.1`, `DNS:localhost`
 */
export function selfSigned(folder: string, names: string): Certificate {
  const keyFile = join(folder, `${randomUUID()}.key`);
  const certFile = join(folder, `${randomUUID()}.crt`);
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const subject = ["-subj", "/CN=getimage test", "-addext", `subjectAltName=${names}`];
  const { status, stderr } = spawnSync("openssl", ["req", ...kind, ...subject, "-keyout", keyFile, "-out", certFile]);
  if (status !== 0) throw new Error(`openssl made no certificate: ${stderr}`);
  return { key: readFileSync(keyFile, "utf8"), cert: readFileSync(certFile, "utf8"), keyFile, certFile };
}
