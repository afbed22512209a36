import { FORMATS, type Format, formatOf, type SourceFormat } from "../../src/pictures/image/formats.ts";
import { extensionOf } from "../../src/pictures/image/sniff.ts";
import { CORPUS } from "./corpus.ts";
import type { Sample } from "./sample.ts";
import type { Trial } from "./trial.ts";

/** A sample that is opened; who decoded it is not known where it could not be made on this machine. */
type Shown = { readonly sample: Sample; readonly decoder?: string };

const HEAD = `# Picture formats

Written by \`npm run gallery\` from what became of the samples of scripts/corpus, and checked by test/formats/corpus.test.ts:
each sample was made, recognised by its first bytes (by its name where it bears no mark), decoded as in a search, and compared
with the picture that it was made from and with what ImageMagick shows. [gallery.png](gallery.png) shows all of them.

\`image_decoder\` of a row names what decoded its picture: \`sharp\` (libvips; for DICOM, FITS, XWD, CALS and some TIFF after a
reader of our own), \`sharp-lenient\` (libvips, passing over faults of the file), \`magick\` (ImageMagick) or \`pdf\` (PDFium).
`;

/**
 * docs/pictures/formats.md: what was opened by whom, what was not and why. The same text on every machine that has all tools; where
 * one lacks, the lines of the formats that it makes samples of lack their decoders.
 */
export function formatsPage(trials: ReadonlyMap<Sample, Trial>): string {
  const shown = CORPUS.flatMap((sample): Shown[] => {
    const trial = trials.get(sample);
    if (!trial) return sample.limit === undefined ? [{ sample }] : [];
    return trial.rendered.ok ? [{ sample, decoder: trial.rendered.value.decoder }] : [];
  });
  const closed = CORPUS.filter(({ limit }) => limit !== undefined);
  const formats = (Object.keys(FORMATS) as SourceFormat[]).map((format) => ({
    format,
    samples: shown.filter(({ sample }) => sample.format === format),
  }));
  const opened = formats.filter(({ samples }) => samples.length > 0);
  const untried = formats.filter(({ samples }) => samples.length === 0).map(({ format }) => format);
  return [
    HEAD,
    `${opened.length} formats, ${shown.length} samples shown, ${closed.length} known limits.\n`,
    "| format | names end in | decoder | pages | samples |\n|---|---|---|---|---|",
    ...opened.map(({ format, samples }) => lineOf(format, samples)),
    "\n## Variants\n",
    ...opened.map(({ format, samples }) => variantsOf(format, samples)),
    "\n## Not opened\n",
    "| sample | what | why |\n|---|---|---|",
    ...closed.map(({ file, format, about, limit }) => `| ${file} | ${titled(format, about)} | ${limit} |`),
    `\nPostScript, EMF, JPEG XR, FLIF, Office files and videos are recognised and named, but not opened.`,
    `\nLet in, but without a sample: ${untriedList(untried)}.\n`,
  ].join("\n");
}

function lineOf(format: SourceFormat, samples: readonly Shown[]): string {
  const { title, extensions = [] }: Format = formatOf(format);
  const endings = unique([...samples.map(({ sample }) => extensionOf(sample.file)), ...extensions]);
  const decoders = unique(samples.flatMap(({ decoder }) => decoder ?? []));
  const pages = samples.some(({ sample }) => sample.pages > 1) ? "many" : "one";
  return `| ${title} | ${endings.join(" ")} | ${decoders.join(", ")} | ${pages} | ${samples.length} |`;
}

function variantsOf(format: SourceFormat, samples: readonly Shown[]): string {
  const by = unique(samples.flatMap(({ decoder }) => decoder ?? [])).map((decoder) => {
    const variants = samples.filter((shown) => shown.decoder === decoder).map(({ sample }) => sample.about);
    return `${decoder}: ${variants.join("; ")}`;
  });
  return `- **${formatOf(format).title}** ${by.join(". ")}.`;
}

function titled(format: SourceFormat | undefined, about: string): string {
  return format === undefined ? about : `${formatOf(format).title}, ${about}`;
}

function untriedList(formats: readonly SourceFormat[]): string {
  return formats.map((format) => formatOf(format).title).join(", ") || "none";
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
