import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../bundle.ts";
import { npmPackage } from "./npm-package.ts";
import type { Platform } from "./platforms.ts";
import { PROGRAMS } from "./programs.ts";
import { PROJECT } from "./project.ts";
import { bundleStatic } from "./static-bundles.ts";
import { stripElf } from "./strip-elf.ts";
import { LICENCES_FILE, thirdPartyLicences } from "./third-party-licences.ts";

const SAMPLES = ["sample_logs", "sample_images"];
const DOCUMENTS = ["LICENSE", "CHANGELOG.md"];
/** Pages of docs/pictures that an admin needs beside the app, where no source tree is. They lie beside its spec files. */
const MANUAL = ["dashboards", "install", "reference", "security", "troubleshooting", "uninstall"];
const WEBASSEMBLY: readonly (readonly [file: string, npm: string, inPackage: string])[] = [
  ["magick.wasm", "@imagemagick/magick-wasm", "dist/x86/magick.wasm"],
  ["pdfium.wasm", "@embedpdf/pdfium", "dist/pdfium.wasm"],
];
/** sharp, and what it loads on every machine. */
const SHARP = ["sharp", "detect-libc", "semver", "@img/colour"];

/** Lays the app as it is installed on one kind of machine into a folder, whose bin/getimage runs in place. */
export async function assemble(app: string, platform: Platform): Promise<void> {
  const programs = join(app, platform.folder, "bin");
  rmSync(app, { recursive: true, force: true });
  mkdirSync(programs, { recursive: true });
  copy(join(PROJECT, "app"), app, /^\/(local|appserver\/static\/cache)(\/|$)/);
  for (const folder of SAMPLES) copy(join(PROJECT, folder), join(app, folder));
  for (const file of DOCUMENTS) cpSync(join(PROJECT, file), join(app, file));
  for (const page of MANUAL) cpSync(join(PROJECT, "docs/pictures", `${page}.md`), join(app, "README", `${page}.md`));

  const bundled = await bundle(
    PROGRAMS.map((name) => join(PROJECT, "src/programs/pictures", `${name}.ts`)),
    programs,
  );
  await bundleStatic(join(app, "appserver", "static"));
  cpSync(join(PROJECT, "src/pictures/image/decoder/caption/glyphs.bin"), join(programs, "glyphs.bin"));
  for (const [file, npm, inPackage] of WEBASSEMBLY) cpSync(join(npmPackage(npm), inPackage), join(programs, file));
  const copied = [...SHARP, ...platform.native];
  for (const name of copied) copyNpmPackage(npmPackage(name), join(programs, "node_modules", name));
  const node = npmPackage(platform.node);
  writeFileSync(join(programs, "node"), stripElf(readFileSync(join(node, "bin", "node"))));
  chmodSync(join(programs, "node"), 0o755);

  const shipped = [...bundled, ...[...WEBASSEMBLY.map(([, npm]) => npm), ...copied, platform.node].map(npmPackage)];
  writeFileSync(join(app, LICENCES_FILE), thirdPartyLicences(shipped));
}

// What is hidden belongs to an editor, a file manager or a package manager.
function copy(from: string, to: string, left?: RegExp): void {
  const isShipped = (path: string): boolean => {
    const inFolder = path.slice(from.length);
    return !/\/\.|~$/.test(inFolder) && !left?.test(inFolder);
  };
  cpSync(from, to, { recursive: true, filter: isShipped });
}

function copyNpmPackage(from: string, to: string): void {
  copy(from, to, /\/(src|install|bin|include|README\.md|[^/]*\.(d\.[mc]?ts|map|bnf))$/);
  const manifest = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  // Nothing of them is used, and reviewers of the app would have to read them.
  for (const member of ["scripts", "devDependencies", "contributors"]) delete manifest[member];
  writeFileSync(join(to, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
