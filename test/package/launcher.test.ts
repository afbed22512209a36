import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { PROJECT } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const SHELLS = ["dash", "bash", "busybox"].filter((shell) => spawnSync(shell, ["true"]).error === undefined);
/** Stands for Node, and shows how it was started. */
const SHOWING_NODE = `#!/bin/sh
case $1 in -p) echo 24; exit;; esac
echo "$# $@"; env; ulimit -c
`;

type Installed = { readonly app: string; readonly node: string; readonly run: typeof runWith };

/** The launchers in an app without anything else, on a machine that `uname` calls an x86_64. */
function install(t: TestContext): Installed {
  const app = join(tempFolder(t), "app");
  cpSync(join(PROJECT, "app", "bin"), join(app, "bin"), { recursive: true });
  const platform = join(app, "linux_x86_64", "bin");
  mkdirSync(platform, { recursive: true });
  writeFileSync(join(platform, "getimage.mjs"), "");
  const node = join(platform, "node");
  writeFileSync(node, SHOWING_NODE, { mode: 0o755 });
  mkdirSync(join(app, "programs"));
  writeFileSync(join(app, "programs", "uname"), "#!/bin/sh\necho x86_64\n", { mode: 0o755 });
  return { app, node, run: runWith };
}

function runWith(
  shell: string,
  { app }: { app: string },
  env: NodeJS.ProcessEnv = {},
  file = join(app, "bin/getimage"),
) {
  const path = `${join(app, "programs")}:/usr/bin:/bin`;
  const line = shell === "busybox" ? ["sh", file, "an argument", ""] : [file, "an argument", ""];
  const { stdout, stderr, status } = spawnSync(shell, line, { env: { PATH: path, ...env }, encoding: "utf8" });
  return { stdout, stderr, status };
}

for (const shell of SHELLS) {
  test(`in ${shell}, a launcher starts its program with its arguments, through a link too`, (t) => {
    const { app, run } = install(t);
    const link = join(tempFolder(t), "a link");
    symlinkSync(join(app, "bin", "getimage"), link);
    for (const file of [join(app, "bin", "getimage"), link]) {
      const { stdout, stderr } = run(shell, { app }, { CDPATH: "/" }, file);
      assert.equal(stderr, "");
      assert.match(stdout, new RegExp(`^3 ${app}/linux_x86_64/bin/getimage.mjs an argument \n`));
    }
  });

  test(`in ${shell}, Node gets a clean environment, its threads, and no core file`, (t) => {
    const { app, run } = install(t);
    const bad = [
      "LD_LIBRARY_PATH",
      "LD_PRELOAD",
      "NODE_OPTIONS",
      "NODE_PATH",
      "NODE_TLS_REJECT_UNAUTHORIZED",
      "OPENSSL_CONF",
    ];
    const { stdout } = run(shell, { app }, { ...Object.fromEntries(bad.map((name) => [name, ""])), SPLUNK_HOME: "/x" });
    const lines = stdout.split("\n");
    for (const name of bad) assert.ok(!lines.some((line) => line.startsWith(`${name}=`)), name);
    for (const line of ["SPLUNK_HOME=/x", "UV_THREADPOOL_SIZE=16", "RES_OPTIONS=timeout:1 attempts:2", "0"]) {
      assert.ok(lines.includes(line), `${line} in ${stdout}`);
    }
  });

  test(`in ${shell}, one sentence on stderr says what is missing`, (t) => {
    const installed = install(t);
    const { app, node, run } = installed;
    chmodSync(node, 0o644);
    const asked = run(shell, installed, { GETIMAGE_NODE: process.execPath });
    assert.equal(asked.stderr, "", "a Node that is named is taken");
    const old = join(app, "programs", "node");
    writeFileSync(old, "#!/bin/sh\necho 20\n", { mode: 0o755 });
    refused(
      run(shell, installed),
      /^getimage: needs Node 24 or newer: .*linux_x86_64\/bin\/node is missing or may not be run/,
    );

    writeFileSync(join(app, "programs", "uname"), "#!/bin/sh\necho aarch64\n", { mode: 0o755 });
    refused(
      run(shell, installed),
      /^getimage: this package is not for aarch64 machines, or is not whole: no .*linux_aarch64/,
    );
  });

  test(`in ${shell}, a glibc that is too old is named by its version`, (t) => {
    const installed = install(t);
    const libraries = join(installed.app, "lib64");
    mkdirSync(libraries);
    // The system's own folders are not ours to change: the launcher looks into another one in their place.
    const common = join(installed.app, "bin", "start-node.sh");
    writeFileSync(common, readFileSync(common, "utf8").replace("in /lib64 ", `in "${libraries}" `));
    writeFileSync(join(libraries, "libc-2.28.so"), "");
    assert.equal(installed.run(shell, installed).stderr, "");
    writeFileSync(join(libraries, "libc-2.17.so"), "");
    refused(installed.run(shell, installed), /^getimage: needs glibc 2\.28 or newer; this system has 2\.17\n/);
  });
}

function refused({ stdout, stderr, status }: ReturnType<typeof runWith>, sentence: RegExp): void {
  assert.equal(stdout, "", "stdout belongs to the protocol");
  assert.match(stderr, sentence);
  assert.match(stderr, /^[^\n]*\n$/, "one line");
  assert.equal(status, 1);
}
