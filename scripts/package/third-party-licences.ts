import { globSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PROJECT } from "./project.ts";

export const LICENCES_FILE = "THIRD_PARTY_LICENSES.txt";

/** Texts beside a package's own: of what it has taken from others, or where it has none. */
const MORE_TEXTS: readonly (readonly [name: RegExp, patterns: readonly string[]])[] = [
  [/^splunk-sdk$/, ["node_modules/splunk-sdk/licenses/LICENSE-JQUERYCLASS"]],
  [/^@img\/sharp-libvips-/, ["docs/licenses/libvips/*.txt"]],
];
const FONTS = ["docs/licenses/DejaVu.txt", "docs/licenses/Caveat.txt"];
const RULE = "=".repeat(80);

/** What the package holds of others, with the texts of their licences. @param folders of npm packages */
export function thirdPartyLicences(folders: readonly string[]): string {
  const parts = [...new Set(folders)].map(licenceOf).sort((a, b) => (a.title < b.title ? -1 : 1));
  const fonts = FONTS.map((file) => ({ title: `Font ${basename(file, ".txt")}`, text: textOf(join(PROJECT, file)) }));
  const all = [...parts, ...fonts];
  const list = all.map(({ title }) => `  ${title}`).join("\n");
  const texts = all.map(({ title, text }) => `${RULE}\n${title}\n${RULE}\n\n${text}\n`).join("\n");
  return `Software and fonts of others in this package, each with its licence further down:\n\n${list}\n\n${texts}`;
}

function licenceOf(folder: string): { readonly title: string; readonly text: string } {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const own = readdirSync(folder, { withFileTypes: true })
    .filter((file) => file.isFile() && /^(licen[cs]e|notice|copying)/i.test(file.name))
    .map((file) => file.name)
    .sort()
    .map((file) => textOf(join(folder, file)));
  const patterns = MORE_TEXTS.filter(([pattern]) => pattern.test(name)).flatMap(([, files]) => files);
  const more = globSync([...patterns], { cwd: PROJECT }).sort();
  const texts = [
    ...(own.length > 0 ? own : [licenceInReadme(folder)]),
    ...more.map((file) => textOf(join(PROJECT, file))),
  ];
  return { title: `${name} ${version} (${license})`, text: texts.join(`\n\n${"-".repeat(80)}\n\n`) };
}

function licenceInReadme(folder: string): string {
  const readme = textOf(join(folder, "README.md"));
  const section = /^(## Licen[cs]|Licen[cs]e\n-+\n)[\s\S]*/m.exec(readme)?.[0];
  if (section === undefined) throw new Error(`${folder} has no licence that can be shipped with it`);
  return section;
}

function textOf(file: string): string {
  return readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim();
}
