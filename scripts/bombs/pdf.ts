import { deflateSync } from "node:zlib";
import { text } from "./words.ts";
import { deflatedZeros, twiceDeflatedZeros } from "./zeros.ts";

const PAGE = "/Type /Page /Parent 2 0 R";
const LETTER = "/MediaBox [0 0 612 792]";
const CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>";
const TREE = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";

/** A PDF of these objects, numbered from 1; the first is its catalogue. */
export function pdf(objects: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [text("%PDF-1.7\n")];
  let at = parts[0]?.byteLength ?? 0;
  const places: number[] = [];
  for (const [index, object] of objects.entries()) {
    const part = Buffer.concat([text(`${index + 1} 0 obj\n`), Buffer.from(object), text("\nendobj\n")]);
    places.push(at);
    parts.push(part);
    at += part.byteLength;
  }
  const rows = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\n`;
  return Buffer.concat([...parts, text(`${table}startxref\n${at}\n%%EOF\n`)]);
}

/** One page with this content and what it refers to, which begin at object 5. */
export function onePage(content: string | Buffer, resources = "", more: readonly (string | Buffer)[] = []): Buffer {
  const page = `<< ${PAGE} ${LETTER} /Contents 4 0 R /Resources << ${resources} >> >>`;
  const drawn = typeof content === "string" ? stream("", text(content)) : content;
  return pdf([CATALOGUE, TREE, page, drawn, ...more]);
}

export function plainPdf(): Buffer {
  const words = "BT /F1 24 Tf 72 700 Td (Rx 0412) Tj ET 0.8 0.1 0.2 rg 72 500 200 100 re f";
  return onePage(stream("/Filter /FlateDecode", deflateSync(text(words))), "/Font << /F1 5 0 R >>", [
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ]);
}

/** A page whose content unpacks to so many bytes, after being unpacked once or twice. */
export function inflatedContent(count: number, times: 1 | 2): Buffer {
  const filter = times === 1 ? "/Filter /FlateDecode" : "/Filter [/FlateDecode /FlateDecode]";
  return onePage(stream(filter, times === 1 ? deflatedZeros(count) : twiceDeflatedZeros(count)));
}

/** A page of one picture of this many pixels a side, grey or with one bit a pixel. */
export function hugeImage(side: number, bits: 1 | 8): Buffer {
  const head = `/Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceGray`;
  const pixels = deflatedZeros(Math.ceil((side * bits) / 8) * side);
  const image = stream(`${head} /BitsPerComponent ${bits} /Filter /FlateDecode`, pixels);
  return onePage("500 0 0 500 50 50 cm /Im Do", "/XObject << /Im 5 0 R >>", [image]);
}

/** Forms that draw the next one ten times each. */
export function nestedForms(levels: number): Buffer {
  const forms = Array.from({ length: levels }, (_, level) => {
    const isLast = level === levels - 1;
    const resources = isLast ? "" : `/Resources << /XObject << /X ${level + 6} 0 R >> >>`;
    const content = isLast ? "0 0 9 9 re f" : "/X Do ".repeat(10);
    return stream(`/Type /XObject /Subtype /Form /BBox [0 0 612 792] ${resources}`, text(content));
  });
  return onePage("/X Do", "/XObject << /X 5 0 R >>", forms);
}

/** A form that draws itself. */
export function formOfItself(): Buffer {
  const resources = "/Resources << /XObject << /X 5 0 R >> >>";
  const form = stream(`/Type /XObject /Subtype /Form /BBox [0 0 612 792] ${resources}`, text("/X Do /X Do"));
  return onePage("/X Do", "/XObject << /X 5 0 R >>", [form]);
}

export function mediaBox(box: string): Buffer {
  return pdf([CATALOGUE, TREE, `<< ${PAGE} /MediaBox [${box}] /Contents 4 0 R >>`, stream("", text("0 0 99 99 re f"))]);
}

/** A page tree that says it has so many pages, and has one. */
export function claimedPages(count: number): Buffer {
  return pdf([CATALOGUE, `<< /Type /Pages /Kids [3 0 R] /Count ${count} >>`, `<< ${PAGE} ${LETTER} >>`]);
}

/** A page tree that is a branch of itself. */
export function treeCycle(): Buffer {
  return pdf([
    CATALOGUE,
    "<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 9 >>",
    "<< /Type /Pages /Kids [2 0 R] /Count 5 >>",
  ]);
}

export function manyPages(count: number): Buffer {
  const kids = Array.from({ length: count }, () => "3 0 R").join(" ");
  return pdf([CATALOGUE, `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`, `<< ${PAGE} ${LETTER} >>`]);
}

/** Deep brackets, as what reads by calling itself does not like them. */
export function deepArray(depth: number): Buffer {
  return pdf([CATALOGUE, TREE, `<< ${PAGE} ${LETTER} /Junk ${"[".repeat(depth)}${"]".repeat(depth)} >>`]);
}

/** Everything in PDF that fetches, opens or runs something. */
export function callingPdf(address: string): Buffer {
  const actions = [
    `<< /S /URI /URI (${address}) >>`,
    `<< /S /GoToR /F (${address}) /D [0 /Fit] >>`,
    `<< /S /SubmitForm /F << /FS /URL /F (${address}) >> >>`,
    `<< /S /JavaScript /JS (app.launchURL\\("${address}"\\); for\\(;;\\);) >>`,
    `<< /S /Launch /F (/bin/sh) >>`,
  ];
  const chain = actions.reduceRight((next, action) => action.replace(/ >>$/, `${next && ` /Next ${next}`} >>`), "");
  const image = `<< /Type /XObject /Subtype /Image /Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 0
    /F << /FS /URL /F (${address}) >> >>\nstream\n\nendstream`;
  const page = `<< ${PAGE} ${LETTER} /Contents 4 0 R /AA << /O ${chain} >> /Resources << /XObject << /Im 5 0 R >> >> >>`;
  const catalogue = `<< /Type /Catalog /Pages 2 0 R /OpenAction ${chain} >>`;
  return pdf([catalogue, TREE, page, stream("", text("0 0 99 99 re f 99 0 0 99 0 0 cm /Im Do")), image]);
}

function stream(head: string, body: Buffer): Buffer {
  return Buffer.concat([text(`<< ${head} /Length ${body.byteLength} >>\nstream\n`), body, text("\nendstream")]);
}
