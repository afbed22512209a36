import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./project.ts";

type Locked = { readonly version: string; readonly integrity: string };

/**
 * Folder of an npm package in the version of package-lock.json: the installed one, or, for another machine than this, one
 * that is fetched from the registry and must have the bytes that the lock names.
 */
export function npmPackage(name: string): string {
  const installed = join(PROJECT, "node_modules", name);
  return existsSync(installed) ? installed : fetched(name, lockedAs(name));
}

function lockedAs(name: string): Locked {
  const lock = JSON.parse(readFileSync(join(PROJECT, "package-lock.json"), "utf8"));
  const locked = lock.packages[`node_modules/${name}`];
  if (typeof locked?.integrity !== "string") throw new Error(`package-lock.json does not know ${name}`);
  return locked;
}

function fetched(name: string, { version, integrity }: Locked): string {
  const archives = join(PROJECT, ".cache", "npm");
  const archive = join(archives, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
  if (!existsSync(archive)) {
    console.log(`Fetching ${name} ${version}`);
    mkdirSync(archives, { recursive: true });
    execFileSync("npm", ["pack", `${name}@${version}`, "--silent", "--pack-destination", archives], {
      // Its standard output is the file's name, which is known.
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  const found = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (found !== integrity) {
    rmSync(archive);
    throw new Error(`${name} ${version} has other bytes than package-lock.json says: ${found}, not ${integrity}`);
  }
  const folder = join(PROJECT, ".cache", "npm", `${name.replace("/", "-")}-${version}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", archive, "-C", folder, "--strip-components=1"]);
  return folder;
}
