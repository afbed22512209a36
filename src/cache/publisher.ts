import { createHmac, randomBytes, randomUUID } from "node:crypto";
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { errorCode } from "../lib/error-text.ts";

/** Lays pictures where a web server hands them out, and tells their address. */
export type Publish = (file: string, storedAt: number) => string;

const SECRET_BYTES = 32;
const RENEW_AFTER_MS = 60_000;

/**
 * For `serve = static`: whoever reaches Splunk Web can read this folder without a login, so names must not be guessed
 * from a picture's address. They are a keyed hash; the key lies in the cache folder. A picture that was fetched anew
 * gets a new name, so no browser shows the old one.
 *
 * @param secretFolder where the key is kept
 * @param publicFolder what the web server serves
 * @param url root-relative address of that folder, with a slash at its end
 */
export function openPublisher(secretFolder: string, publicFolder: string, url: string): Publish {
  let secret: string | undefined;
  return (file, storedAt) => {
    secret ??= readOrMakeSecret(join(secretFolder, "static.key"));
    const name = createHmac("sha256", secret)
      .update(`${basename(file)} ${storedAt}`)
      .digest("hex")
      .slice(0, 40);
    const path = `${name.slice(0, 2)}/${name}${extname(file)}`;
    publishFile(file, join(publicFolder, path));
    return url + path;
  };
}

function publishFile(file: string, target: string): void {
  const seen = statSync(target, { throwIfNoEntry: false });
  if (seen) {
    // A name stands for one content, so what is there is right; shown again, it stays for another while.
    if (Date.now() - seen.mtimeMs > RENEW_AFTER_MS) utimesSync(target, new Date(), new Date());
    return;
  }
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  try {
    linkSync(file, target);
  } catch (thrown) {
    if (errorCode(thrown) === "EEXIST") return;
    // Another file system, or one without hard links.
    const temporary = `${target}.${randomUUID()}`;
    copyFileSync(file, temporary);
    renameSync(temporary, target);
  }
}

/** @throws when the file is there and holds no key: guessable names must not come of a full disk. */
function readOrMakeSecret(file: string): string {
  if (!statSync(file, { throwIfNoEntry: false })) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const temporary = `${file}.${randomUUID()}`;
    writeFileSync(temporary, randomBytes(SECRET_BYTES).toString("hex"), { flag: "wx", mode: 0o600 });
    try {
      // Appears whole or not at all, and never replaces the key that another process made.
      linkSync(temporary, file);
    } catch (thrown) {
      if (errorCode(thrown) !== "EEXIST") throw thrown;
    } finally {
      rmSync(temporary);
    }
  }
  const secret = readFileSync(file, "utf8");
  if (/^[0-9a-f]{64}$/.test(secret)) return secret;
  throw new Error(`${file} holds no key; remove it and a new one is made`);
}
