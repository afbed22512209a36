import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { FLAG, FLAG_BOXES } from "../flag.ts";
import { fromBytes, type Maker, u16, u32 } from "./maker.ts";

/** The flag as a drawing, in the formats that describe pages; and small changes of files. */

const { width: WIDTH, height: HEIGHT } = FLAG.size;

function operators(): string {
  return FLAG_BOXES.map(([x, y, width, height, colour]) => {
    const rgb = colour.map((value) => (value / 255).toFixed(4)).join(" ");
    return `${rgb} rg ${x} ${HEIGHT - y - height} ${width} ${height} re f`;
  }).join("\n");
}

/** `pdf flag file [turned|streams|late-head]` */
const pdf: Maker = async ([, to = "", how], folder) => {
  const isTurned = how === "turned";
  const box = isTurned ? `[0 0 ${HEIGHT} ${WIDTH}]/Rotate 90` : `[0 0 ${WIDTH} ${HEIGHT}]`;
  const content = isTurned ? `0 1 -1 0 ${HEIGHT} 0 cm\n${operators()}` : operators();
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Count 1/Kids[3 0 R]>>",
    `<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox${box}/Contents 4 0 R>>`,
  ];
  const stream = `<</Length ${content.length}>>stream\n${content}\nendstream`;
  const file = how === "streams" ? packedPdf(objects, stream) : plainPdf([...objects, stream]);
  const before =
    how === "late-head" ? Buffer.from(`${"mail server: attachment follows".padEnd(500)}\n`) : Buffer.alloc(0);
  await writeFile(join(folder, to), Buffer.concat([before, file]));
};

/** `pdf-with picture file DCTDecode`: a page that is a picture of 450 x 300 pixels, as it lies in its own file. */
const pdfWith = fromBytes((bytes, filter = "") => {
  const picture = bytes.toString("latin1");
  const content = "450 0 0 300 0 0 cm /P Do";
  const described = "/Type/XObject/Subtype/Image/Width 450/Height 300/BitsPerComponent 8/ColorSpace/DeviceRGB";
  return plainPdf([
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Count 1/Kids[3 0 R]>>",
    "<</Type/Page/Parent 2 0 R/Resources<</XObject<</P 5 0 R>>>>/MediaBox[0 0 450 300]/Contents 4 0 R>>",
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    `<<${described}/Filter/${filter}/Length ${picture.length}>>stream\n${picture}\nendstream`,
  ]);
});

function plainPdf(objects: readonly string[]): Buffer {
  let text = "%PDF-1.4\n";
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const count = objects.length + 1;
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${places.join("")}`;
  return Buffer.from(
    `${text}${table}trailer\n<</Size ${count}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
    "latin1",
  );
}

/** As writers of today do it: the objects in a compressed stream, the table as one more. */
function packedPdf(objects: readonly string[], stream: string): Buffer {
  const offsets = objects.map((_, index) => objects.slice(0, index).join(" ").length + (index > 0 ? 1 : 0));
  const heads = offsets.map((offset, index) => `${index + 1} ${offset}`).join(" ");
  const packed = deflateSync(`${heads} ${objects.join(" ")}`);
  const entry = (type: number, place: number, index: number) => [type, place >> 8, place & 255, index];
  const first = Buffer.from(`%PDF-1.5\n4 0 obj\n${stream}\nendobj\n`, "latin1");
  const head = `<</Type/ObjStm/N ${objects.length}/First ${heads.length + 1}/Filter/FlateDecode/Length ${packed.byteLength}>>`;
  const second = Buffer.concat([Buffer.from(`5 0 obj\n${head}stream\n`), packed, Buffer.from("\nendstream\nendobj\n")]);
  const tableAt = first.byteLength + second.byteLength;
  const rows = [...entry(0, 0, 0), ...objects.flatMap((_, index) => entry(2, 5, index)), ...entry(1, 9, 0)];
  const table = deflateSync(Buffer.from([...rows, ...entry(1, first.byteLength, 0), ...entry(1, tableAt, 0)]));
  const named = `<</Type/XRef/Size 7/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length ${table.byteLength}>>`;
  const last = [Buffer.from(`6 0 obj\n${named}stream\n`), table, Buffer.from("\nendstream\nendobj\n")];
  return Buffer.concat([first, second, ...last, Buffer.from(`startxref\n${tableAt}\n%%EOF\n`)]);
}

/** `eps flag file` */
const eps: Maker = async ([, to = ""], folder) => {
  const text = operators().replaceAll(" rg ", " setrgbcolor ").replaceAll(" re f", " rectfill");
  await writeFile(
    join(folder, to),
    `%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 ${WIDTH} ${HEIGHT}\n${text}\nshowpage\n`,
  );
};

/** `wmf flag file`: a placeable metafile with one rectangle for each box. */
const wmf: Maker = async ([, to = ""], folder) => {
  const record = (code: number, ...words: readonly number[]) =>
    Buffer.concat([u32(words.length + 3), u16(code, ...words)]);
  const records = [
    record(0x020b, 0, 0),
    record(0x020c, HEIGHT, WIDTH),
    ...FLAG_BOXES.flatMap(([x, y, width, height, [r, g, b]]) => [
      record(0x02fc, 0, r | (g << 8), b, 0),
      record(0x012d, 0),
      record(0x041b, y + height, x + width, y, x),
      record(0x01f0, 0),
    ]),
    record(0),
  ];
  const body = Buffer.concat(records);
  const placeable = [0xcdd7, 0x9ac6, 0, 0, 0, WIDTH, HEIGHT, 72, 0, 0];
  const sum = placeable.reduce((one, other) => one ^ other, 0);
  const header = Buffer.concat([u16(1, 9, 0x0300), u32((18 + body.byteLength) / 2), u16(1), u32(7), u16(0)]);
  await writeFile(join(folder, to), Buffer.concat([u16(...placeable, sum), header, body]));
};

const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- drawn by hand -->\n';

const renamed: Maker = async ([from = "", to = ""], folder) => rename(join(folder, from), join(folder, to));

export const DRAWING_MAKERS = {
  pdf,
  "pdf-with": pdfWith,
  eps,
  wmf,
  rename: renamed,
  copy: fromBytes((bytes) => bytes),
  "gzip-file": fromBytes((bytes) => gzipSync(bytes)),
  "svg-prolog": fromBytes((bytes) => Buffer.concat([Buffer.from(PROLOG), bytes])),
};
