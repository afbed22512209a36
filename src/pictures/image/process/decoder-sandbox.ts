import { type ChildProcess, fork } from "node:child_process";
import { existsSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folders that the child may use besides those of its program, by absolute paths; they need not exist yet. */
export type DecoderFolders = { readonly read: readonly string[]; readonly write: readonly string[] };

/** From 0 to 1000: where memory runs out, the system ends the decoder before splunkd. */
const OOM_SCORE = "500";

const FLAGS = [
  "--permission",
  "--allow-addons",
  "--allow-worker",
  // Neither is used by sharp or by what comes with the WebAssembly decoders.
  "--disallow-code-generation-from-strings",
  "--disable-proto=throw",
  "--disable-sigusr1",
  "--no-global-search-paths",
  // Megabytes of JavaScript's own heap; pixels lie outside.
  "--max-old-space-size=256",
  // Its last line on stderr is reported, and should be the one that says why it ended.
  "--no-warnings",
  "--no-extra-info-on-fatal-exception",
];

/**
 * Starts a program as decoder child: without splunkd's environment, and under Node's permission model, so that its
 * JavaScript and WebAssembly, worker threads included, read and write only the given folders and start no process.
 *
 * This is a seat belt and no prison. Native code, sharp and libvips, is not held by it and reads by path whatever the
 * user may read; what holds that is its list of loaders (see prepareSharp). Node 24 knows no permission for the network.
 * Worker threads have these permissions only as long as they are started without `execArgv`.
 * @throws where the system has no memory or no process left
 */
export function forkDecoder(program: URL, folders: DecoderFolders, threads: number): ChildProcess {
  const own = dirname(fileURLToPath(program));
  const read = [own, ...packagesOf(own), ...folders.read, ...folders.write];
  const child = fork(program, {
    execArgv: [
      ...FLAGS,
      ...read.map((folder) => `--allow-fs-read=${join(folder, "*")}`),
      ...folders.write.map((folder) => `--allow-fs-write=${join(folder, "*")}`),
    ],
    // Node lets worker threads read all of the working directory: in "/" they could read everything.
    cwd: own,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // Nothing of splunkd's: no library path, no secrets. Fewer malloc arenas keep the memory flat.
    // A thread for each picture, or some would wait inside the child while their clock runs.
    env: { PATH: "/usr/bin:/bin", LANG: "C.UTF-8", MALLOC_ARENA_MAX: "2", UV_THREADPOOL_SIZE: String(threads) },
  });
  try {
    writeFileSync(`/proc/${child.pid}/oom_score_adj`, OOM_SCORE);
  } catch {
    // Other systems have no such file, and some forbid it.
  }
  return child;
}

// They lie beside the bundled program; in the source tree at its root, perhaps as a link, and some of src is needed too.
function packagesOf(own: string): readonly string[] {
  for (let folder = own; dirname(folder) !== folder; folder = dirname(folder)) {
    const packages = join(folder, "node_modules");
    if (existsSync(packages)) return [folder, realpathSync(packages)];
  }
  return [];
}
