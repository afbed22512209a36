import { FORMATS, type Format } from "../../formats.ts";

/** ImageMagick's names of the formats that it may be asked to read: those of our table and no other. */
export const MAGICK_FORMATS: ReadonlySet<string> = new Set(
  Object.values<Format>(FORMATS).flatMap(({ decoders, magick }) =>
    magick !== undefined && decoders.includes("magick") ? [magick] : [],
  ),
);

/** What readers of the table call for a part of their file: CALS holds a fax, and a fax is read as TIFF. */
const PARTS = ["GROUP4"];

/** All names of files but the temporary ones (/tmp/magick-*), which some readers make: a shut path cannot be opened again. */
const SHUT_PATHS = ["@*", "|*", "[A-Za-z0-9.]*", "/[a-su-z]*", "/tmp/[a-ln-z]*"];

/**
 * ImageMagick's security policy; of several rules for a coder, the last counts. Nothing that draws, runs, fetches or opens
 * another file is left: no scripts (MSL, MVG), no text, no patterns, no programs, and of the file system, which is in
 * memory and nearly empty, only temporary files.
 */
export function policyXml(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<policymap>
  <policy domain="coder" rights="none" pattern="*"/>
  <policy domain="coder" rights="read" pattern="{${[...MAGICK_FORMATS, ...PARTS].join(",")}}"/>
  <policy domain="delegate" rights="none" pattern="*"/>
  <policy domain="filter" rights="none" pattern="*"/>
  ${SHUT_PATHS.map((pattern) => `<policy domain="path" rights="none" pattern="${pattern}"/>`).join("\n  ")}
  <policy domain="resource" name="map" value="0"/>
  <policy domain="resource" name="disk" value="0"/>
  <policy domain="resource" name="thread" value="1"/>
</policymap>
`;
}
