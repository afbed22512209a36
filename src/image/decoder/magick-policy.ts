import { type Format, FORMATS } from "../formats.ts";

/** ImageMagick's names of the formats that it may be asked to read: those of our table and no other. */
export const MAGICK_FORMATS: ReadonlySet<string> = new Set(
  Object.values<Format>(FORMATS).flatMap(({ ways, magick }) =>
    magick !== undefined && ways.includes("magick") ? [magick] : [],
  ),
);

/** What readers of the table call for a part of their file: CALS holds a fax, and a fax is read as TIFF. */
const PARTS = ["GROUP4"];

/**
 * ImageMagick's security policy; of several rules that fit, the last counts. Nothing that draws, runs, fetches or opens
 * another file is left: no scripts (MSL, MVG), no text, no patterns, no programs, and of the file system, which is in
 * memory and empty, only the temporary files that its readers make themselves.
 */
export function policyXml(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<policymap>
  <policy domain="coder" rights="none" pattern="*"/>
  <policy domain="coder" rights="read" pattern="{${[...MAGICK_FORMATS, ...PARTS].join(",")}}"/>
  <policy domain="delegate" rights="none" pattern="*"/>
  <policy domain="filter" rights="none" pattern="*"/>
  <policy domain="path" rights="none" pattern="*"/>
  <policy domain="path" rights="read | write" pattern="/tmp/magick-*"/>
  <policy domain="resource" name="map" value="0"/>
  <policy domain="resource" name="disk" value="0"/>
  <policy domain="resource" name="thread" value="1"/>
</policymap>
`;
}
