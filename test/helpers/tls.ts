import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ending, tempFolder } from "./temp-folder.ts";

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
  openssl(["req", ...kind, ...subject, "-keyout", keyFile, "-out", certFile]);
  return { key: readFileSync(keyFile, "utf8"), cert: readFileSync(certFile, "utf8"), keyFile, certFile };
}

/** A certificate authority as each Splunk brings one along. */
export type SplunkdCa = {
  /** Its own certificate, in PEM. */
  readonly file: string;
  /**
   * Issues a certificate of splunkd.
   * @param names whom it is for, as openssl writes it: `IP:127.0.0.1`; empty for splunkd's default one, which names nobody
   */
  readonly issue: (names?: string) => IssuedCertificate;
};

/** As PEM text. */
export type IssuedCertificate = Pick<Certificate, "key" | "cert">;

/** Made with openssl; see `withoutOpenssl`. */
export function makeSplunkdCa(ending: Ending): SplunkdCa {
  const folder = tempFolder(ending);
  const at = (name: string): string => join(folder, name);
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout"];
  const own = ["-subj", "/CN=SplunkCommonCA", "-days", "2", "-out", at("cacert.pem")];
  openssl(["req", "-x509", ...key, at("ca.key"), ...own]);
  return {
    file: at("cacert.pem"),
    issue(names = "") {
      const subject = ["-subj", "/CN=SplunkServerDefaultCert", "-out", at("server.csr")];
      openssl(["req", "-new", ...key, at("server.key"), ...subject]);
      writeFileSync(at("names.cnf"), names && `subjectAltName=${names}`);
      const authority = ["-CA", at("cacert.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-days", "2"];
      const issued = ["-extfile", at("names.cnf"), "-in", at("server.csr"), "-out", at("server.pem")];
      openssl(["x509", "-req", ...authority, ...issued]);
      return { key: readFileSync(at("server.key"), "utf8"), cert: readFileSync(at("server.pem"), "utf8") };
    },
  };
}

function openssl(args: readonly string[]): void {
  const { status, stderr } = spawnSync("openssl", args);
  if (status !== 0) throw new Error(`openssl made no certificate: ${stderr}`);
}
