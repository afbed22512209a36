import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { errorText } from "../src/base/error-text.ts";
import { APP_ID } from "../src/pictures/contract.ts";
import { appEntries } from "./package/app-entries.ts";
import { assemble } from "./package/assemble.ts";
import { commitTime } from "./package/commit-time.ts";
import { LINUX_X86_64, platformNamed } from "./package/platforms.ts";
import { PROJECT } from "./package/project.ts";
import { tarOf } from "./package/tar.ts";

/** Makes the one file that installs into Splunk: dist/rx_image_review_app-<version>-<platform>.tar.gz. */
const GZIP_OPERATING_SYSTEM = 9;
const UNIX = 3;

const { platform, ...values } = asked();
// The app of this machine's kind lies where it can be tried.
const app = join(values.out, platform === LINUX_X86_64 ? "" : platform.name, APP_ID);
await assemble(app, platform);

if (platform.arch === process.arch) {
  const { status } = spawnSync(join(app, platform.folder, "bin", "node"), ["--version"]);
  if (status !== 0) throw new Error("the Node that would be shipped does not start");
} else {
  console.log(`This machine cannot run what is for ${platform.name}: its programs were not started.`);
}

const entries = appEntries(app);
const archive = gzipSync(tarOf(entries, commitTime()), { level: 9 });
archive[GZIP_OPERATING_SYSTEM] = UNIX;
const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
const file = join(values.out, `${APP_ID}-${version}-${platform.name}.tar.gz`);
writeFileSync(file, archive);

if (!values.quiet) {
  for (const { path, mode, bytes } of entries) {
    if (bytes) console.log(`${mode.toString(8)} ${String(bytes.length).padStart(10)} ${path}`);
  }
}
const unpacked = entries.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
const files = entries.filter(({ bytes }) => bytes !== undefined).length;
console.log(`Packed ${file}: ${megabytes(archive.length)}, ${files} files, ${megabytes(unpacked)} unpacked`);
console.log(`SHA-256 ${createHash("sha256").update(archive).digest("hex")}`);

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function asked() {
  try {
    const { values } = parseArgs({
      options: {
        platform: { type: "string", default: LINUX_X86_64.name },
        out: { type: "string", default: join(PROJECT, "dist") },
        quiet: { type: "boolean", default: false },
      },
    });
    return { ...values, platform: platformNamed(values.platform) };
  } catch (thrown) {
    console.error(`${errorText(thrown)}\nusage: npm run package -- [--platform NAME] [--out FOLDER] [--quiet]`);
    process.exit(2);
  }
}
