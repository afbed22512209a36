/** A stream object: its dictionary without /Length, and its bytes. */
export type PdfStream = { readonly dict: string; readonly bytes: string | Uint8Array };

/** A page. Sizes are in points of 1/72 inch; `resources` names what it draws besides the font /F1, which is Helvetica. */
export type PdfPage = {
  readonly width: number;
  readonly height: number;
  readonly content: string;
  readonly resources?: string;
  /** More entries of its dictionary: /Rotate, /CropBox, /Annots. */
  readonly entries?: string;
};

export type PdfParts = {
  readonly pages: readonly PdfPage[];
  /** Objects that pages refer to, numbered from 4 on. */
  readonly objects?: readonly (string | PdfStream)[];
  /** More entries of the catalog and of the trailer. */
  readonly catalog?: string;
  readonly trailer?: string;
};

/** A PDF whose objects are: 1 catalog, 2 page tree, 3 Helvetica, then `objects`, then each page and its content. */
export function makePdf({ pages, objects = [], catalog = "", trailer = "" }: PdfParts): Buffer {
  const firstPage = 4 + objects.length;
  const kids = pages.map((_, index) => `${firstPage + 2 * index} 0 R`).join(" ");
  return pdfOf(
    [
      `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
      `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`,
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
      ...objects,
      ...pages.flatMap(({ width, height, content, resources = "", entries = "" }, index) => [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${firstPage + 2 * index + 1} 0 R
            /Resources << /Font << /F1 3 0 R >> ${resources} >> ${entries} >>`,
        { dict: "", bytes: content },
      ]),
    ],
    trailer,
  );
}

/** A file of these objects, numbered from 1; the first is the catalog. */
export function pdfOf(objects: readonly (string | PdfStream)[], trailer = ""): Buffer {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  const offsets: number[] = [];
  let length = parts[0]?.byteLength ?? 0;
  const write = (bytes: Buffer): void => {
    parts.push(bytes);
    length += bytes.byteLength;
  };
  objects.forEach((object, index) => {
    offsets.push(length);
    write(Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), bodyOf(object), Buffer.from("\nendobj\n")]));
  });
  const start = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  write(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`));
  write(Buffer.from(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`));
  return Buffer.concat(parts);
}

function bodyOf(object: string | PdfStream): Buffer {
  if (typeof object === "string") return Buffer.from(object, "latin1");
  const bytes = typeof object.bytes === "string" ? Buffer.from(object.bytes, "latin1") : object.bytes;
  return Buffer.concat([
    Buffer.from(`<< ${object.dict} /Length ${bytes.byteLength} >>\nstream\n`),
    bytes,
    Buffer.from("\nendstream"),
  ]);
}

/** Lines of text from the top of a page, in points. */
export function textContent(lines: readonly string[], pageHeight: number, size = 11): string {
  const escaped = lines.map((line) => `(${line.replaceAll(/[\\()]/g, "\\$&")}) '`);
  return `BT /F1 ${size} Tf ${size * 1.3} TL 50 ${pageHeight - 50} Td ${escaped.join("\n")} ET`;
}

/** A page that one picture fills; `image` is what `imageObject` gave, as object 4 of the file. */
export function scannedPage(width: number, height: number, entries = ""): PdfPage {
  return {
    width,
    height,
    content: `q ${width} 0 0 ${height} 0 0 cm /Im Do Q`,
    resources: "/XObject << /Im 4 0 R >>",
    entries,
  };
}

/** A picture, its pixels packed by a filter: /DCTDecode for JPEG, /CCITTFaxDecode for G4. */
export function imageObject(
  bytes: Uint8Array,
  picture: { width: number; height: number; filter: string; space?: string; bits?: number; entries?: string },
): PdfStream {
  const { width, height, filter, space = "/DeviceRGB", bits = 8, entries = "" } = picture;
  const dict = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace ${space}
    /BitsPerComponent ${bits} /Filter ${filter} ${entries}`;
  return { dict, bytes };
}

/** The only strip of a little-endian TIFF: in a G4 TIFF, the data of a fax. */
export function faxStrip(tiff: Buffer): Buffer {
  const directory = tiff.readUInt32LE(4);
  const tagValue = (tag: number): number => {
    for (let entry = directory + 2; entry < directory + 2 + 12 * tiff.readUInt16LE(directory); entry += 12) {
      if (tiff.readUInt16LE(entry) !== tag) continue;
      if (tiff.readUInt32LE(entry + 4) !== 1) throw new Error("expected a TIFF of one strip");
      return tiff.readUInt16LE(entry + 2) === 3 ? tiff.readUInt16LE(entry + 8) : tiff.readUInt32LE(entry + 8);
    }
    throw new Error(`expected a TIFF with tag ${tag}`);
  };
  return tiff.subarray(tagValue(273), tagValue(273) + tagValue(279));
}

/** A JBIG2 page whose one region is packed as a fax is; a 1 is black. */
export function jbig2Of(fax: Uint8Array, { width, height }: { width: number; height: number }): Buffer {
  const segment = (number: number, type: number, ...parts: readonly Uint8Array[]): Buffer => {
    const data = Buffer.concat(parts);
    const header = Buffer.alloc(11);
    header.writeUInt32BE(number, 0);
    header.set([type, 0, 1], 4);
    header.writeUInt32BE(data.byteLength, 7);
    return Buffer.concat([header, data]);
  };
  const numbers = (...values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
    return bytes;
  };
  const [pageInformation, genericRegion, isFax] = [48, 38, 1];
  return Buffer.concat([
    segment(0, pageInformation, numbers(width, height, 0, 0), Buffer.alloc(3)),
    segment(1, genericRegion, numbers(width, height, 0, 0), Buffer.from([0, isFax]), fax),
  ]);
}
