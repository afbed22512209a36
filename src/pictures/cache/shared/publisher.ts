import { createHmac, randomBytes, randomUUID } from "node:crypto";
import {
  copyFileSync,
  existsSync,
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
import { errorCode } from "../../../base/error-text.ts";
import { namesIn } from "../store/shard.ts";

/**
 * Lays pictures where a web server hands them out, and gives their address.
 * @param name stands for the file's own, where that means nothing
 */
export type Publish = (file: string, storedAt: number, name?: string) => string;

const SECRET_BYTES = 32;
/** A copy says when it was last shown, to within this time. */
export const RENEW_AFTER_MS = 60_000;
/** Names that a public copy has, and its bytes while they come; the letter is in no admin's own hashes. */
const PUBLISHED = /^g[0-9a-f]{40}\.(jpg|png|webp)(\.[0-9a-f-]{36})?$/;

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
  return (file, storedAt, name = basename(file)) => {
    secret ??= readOrMakeSecret(join(secretFolder, "static.key"));
    const hidden = createHmac("sha256", secret).update(`${name} ${storedAt}`).digest("hex").slice(0, 40);
    const path = `${hidden.slice(0, 2)}/g${hidden}${extname(name)}`;
    try {
      publishFile(file, join(publicFolder, path));
    } catch (thrown) {
      throw existsSync(file) ? thrown : new Evicted(file);
    }
    return url + path;
  };
}

/** A file that was found a moment ago, and that another process has deleted since. */
export class Evicted extends Error {
  override readonly name = "Evicted";

  constructor(file: string) {
    super(`${file} was deleted before it could be shown`);
  }
}

/** Paths of the public copies in one shard; anything else in a folder that an admin chose is not ours. */
export function publishedIn(publicFolder: string, shard: string): string[] {
  const folder = join(publicFolder, shard);
  return namesIn(folder)
    .filter((name) => PUBLISHED.test(name))
    .map((name) => join(folder, name));
}

function publishFile(file: string, target: string): void {
  // A name stands for one content, so what is there is right; shown again, it stays for another while.
  if (statSync(target, { throwIfNoEntry: false })) {
    renew(target);
    return;
  }
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  // A link bears the time of its file, which may have been in the cache for long.
  renew(file);
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

function renew(file: string): void {
  const now = new Date();
  if (now.getTime() - statSync(file).mtimeMs <= RENEW_AFTER_MS) return;
  try {
    utimesSync(file, now, now);
  } catch {
    // In a cache that cannot be written; copies have their own time.
  }
}

/** @throws when the file is there and holds no key: guessable names must not come of a full disk. */
function readOrMakeSecret(file: string): string {
  if (!existsSync(file)) {
    const made = randomBytes(SECRET_BYTES).toString("hex");
    try {
      writeSecret(file, made);
    } catch {
      // Where the key cannot be kept, the names of this search are still nobody's to guess.
      return made;
    }
  }
  const secret = readFileSync(file, "utf8");
  if (/^[0-9a-f]{64}$/.test(secret)) return secret;
  throw new Error(`${file} holds no key; remove it and a new one is made`);
}

function writeSecret(file: string, secret: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomUUID()}`;
  try {
    writeFileSync(temporary, secret, { flag: "wx", mode: 0o600 });
    // Appears whole or not at all, and never replaces the key that another process made.
    linkSync(temporary, file);
  } catch (thrown) {
    if (errorCode(thrown) !== "EEXIST") throw thrown;
  } finally {
    rmSync(temporary, { force: true });
  }
}
