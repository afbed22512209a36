// Runs a program of this project on Node 24, after installing what is missing. It must itself run on Node 20 with
// nothing installed, so it is plain JavaScript without imports of the project.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const installedLock = join(root, "node_modules", ".package-lock.json");
const bundledNode = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
const NEEDED_NODE = 24;

function isInstalled() {
  if (!existsSync(installedLock)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const found = JSON.parse(readFileSync(installedLock, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || found[path]?.version === version,
  );
}

if (!isInstalled()) {
  console.error("Installing packages (npm ci) ...");
  const install = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (install.status !== 0) {
    console.error("npm ci failed; its messages stand above.");
    process.exit(install.status ?? 1);
  }
}

const ownMajor = Number(process.versions.node.split(".")[0]);
const node = existsSync(bundledNode) ? bundledNode : process.execPath;
if (node === process.execPath && ownMajor < NEEDED_NODE) {
  console.error(`Node ${NEEDED_NODE} is needed and npm has none for this system; found ${process.version}.`);
  process.exit(1);
}
const [program, ...args] = process.argv.slice(2);
const path = join(root, "node_modules", ".bin") + delimiter + (process.env.PATH ?? "");
const run = spawn(node, [join(root, program), ...args], { stdio: "inherit", env: { ...process.env, PATH: path } });
// A terminal tells its Ctrl-C to both; who sends a signal to this process alone means the program.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => run.kill(signal));
run.on("error", (thrown) => {
  console.error(String(thrown));
  process.exit(1);
});
run.on("exit", (status) => process.exit(status ?? 1));
