import type { Sample } from "./catalogue.ts";

/** The README beside the pictures, from the same list that makes them. */
export function samplesReadme(samples: Sample[]): string {
  const rows = samples.map(({ file, what, tests }) => `| \`${file}\` | ${what} | ${tests} |`);
  return `# Sample pictures

The pictures that \`sample_logs/patients.records\` names. People, clinics, pharmacies and numbers are invented; no
picture is a real document, and every page says so in small print.

| File | What it is | What it tests |
| --- | --- | --- |
${rows.join("\n")}

The records also name three pictures that are not here: \`rx_missing_yilmaz.tif\` (the server answers 404), an empty
cell, and \`../../etc/passwd\` (a path that must never leave the picture folder).

## How they were made

\`npm run samples\` writes this folder and the records anew, with the same bytes each time. The drawings are SVG made by
\`scripts/samples/\`; letters are outlines of DejaVu and Caveat (\`docs/licenses/\`), so no font of the machine takes part.
`;
}
