import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { APP_ID } from "../../src/pictures/contract.ts";
import { configureApp } from "../../src/stand-in/home/splunk-home.ts";
import type { CommandLine } from "../../src/stand-in/splunkd/app-process.ts";
import { PROJECT } from "./samples.ts";
import { type Ending, tempFolder } from "./temp-folder.ts";

// npm test packs before it starts the test files.
let packed = process.env["GETIMAGE_TESTS_USE_DIST"] === "1";

/** The package for this kind of machine; a test file that is run by itself makes it first. */
export function packApp(): string {
  if (!packed) execFileSync(process.execPath, [join(PROJECT, "scripts/package.ts"), "--quiet"]);
  packed = true;
  return packageIn(join(PROJECT, "dist"));
}

export function makePackage(out: string, env: NodeJS.ProcessEnv, ...args: string[]): void {
  const line = [process.execPath, join(PROJECT, "scripts/package.ts"), "--quiet", "--out", out, ...args];
  // Modes in a package do not follow from those of its maker's files.
  const masked = ["-c", 'umask 077 && exec "$@"', "sh", ...line];
  execFileSync("/bin/sh", masked, { cwd: "/", env, stdio: ["ignore", "ignore", "pipe"] });
}

export function packageIn(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
  return join(folder, `${APP_ID}-${version}-linux-x86_64.tar.gz`);
}

/** Installs a package as Splunk does: unpacked over what is there. @returns the app's folder */
export function unpackApp(home: string, archive: string): string {
  const apps = join(home, "etc", "apps");
  mkdirSync(apps, { recursive: true });
  execFileSync("tar", ["-xzf", archive, "-C", apps, "--no-same-owner"]);
  return join(apps, APP_ID);
}

const NOBODY = 65_534;
/** All that the launchers may call; sh itself is named by their first line. */
const SYSTEM_PROGRAMS = ["readlink", "uname"];

/** An unpacked package on a bare machine. */
export type BareApp = {
  readonly home: string;
  readonly app: string;
  /** Starts one of the launchers in the app's bin. */
  readonly launcher: (name: string, ...args: string[]) => CommandLine;
};

/**
 * Unpacks the package where nothing else is: no other Node, a library path that leads nowhere, an odd working directory, an
 * app that cannot be written, and, where the test may choose, a user without rights.
 * @param conf lines for the app's local/getimage.conf
 */
export function unpackOnBareMachine(ending: Ending, conf: string): BareApp {
  // It can be removed only when it can be written again.
  ending.after(() => setWritable(app, true));
  const home = tempFolder(ending);
  const app = unpackApp(home, packApp());
  configureApp(app, conf);
  const bin = join(home, "system-bin");
  const cwd = join(home, "an odd 'folder' $HOME");
  for (const folder of [bin, cwd, join(home, "var", "log", "splunk"), join(home, "var", "run")]) {
    mkdirSync(folder, { recursive: true });
  }
  for (const name of SYSTEM_PROGRAMS) symlinkSync(pathOf(name), join(bin, name));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    chmodSync(home, 0o755);
    for (const folder of ["var", "var/log", "var/log/splunk", "var/run"]) chownSync(join(home, folder), NOBODY, NOBODY);
  }
  setWritable(app, false);
  return {
    home,
    app,
    launcher: (name, ...args) => ({
      program: [join(app, "bin", name), ...args],
      env: { SPLUNK_HOME: home, PATH: bin, LD_LIBRARY_PATH: "/nonexistent/rubbish", NODE_OPTIONS: "--bad" },
      place: { cwd, ...(isRoot && { uid: NOBODY, gid: NOBODY }) },
    }),
  };
}

function setWritable(folder: string, isWritable: boolean): void {
  chmodSync(folder, isWritable ? 0o755 : 0o555);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) setWritable(join(folder, entry.name), isWritable);
  }
}

function pathOf(program: string): string {
  return execFileSync("/bin/sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim();
}
