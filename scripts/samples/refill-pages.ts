import { seededRandom } from "../../src/base/random.ts";
import { okafor } from "./cases.ts";
import { formHeight, formWidth, letterhead, smallPrint } from "./form-page.ts";
import { handTick, handwriting, type Pen } from "./handwriting.ts";
import { signature } from "./signature.ts";
import { roundStamp } from "./stamp.ts";
import { box, type Drawing, outlinedBox, rule, text } from "./svg.ts";
import type { Theme } from "./theme.ts";

/** Pages 2 and 3 of the refill fax: the record of what was dispensed, and the pharmacy's request for a renewal. */

const columns = [
  { title: "No.", x: 110 },
  { title: "Date", x: 184 },
  { title: "Medicine", x: 424 },
  { title: "Qty", x: 780 },
  { title: "Initials", x: 880 },
  { title: "Next due", x: 990 },
];

const dispensed = [
  ["1", "9 Jan 2024", "Metformin 850 mg", "60", "T. O.", "8 Feb"],
  ["1", "9 Jan 2024", "Ramipril 5 mg", "30", "T. O.", "8 Feb"],
  ["2", "7 Feb 2024", "Metformin 850 mg", "60", "T. O.", "8 Mar"],
  ["2", "7 Feb 2024", "Ramipril 5 mg", "30", "T. O.", "8 Mar"],
  ["3", "11 Mar 2024", "Metformin 850 mg", "60", "K. L.", "10 Apr"],
  ["3", "11 Mar 2024", "Ramipril 5 mg", "30", "K. L.", "10 Apr"],
];

function sheet(theme: Theme, title: string, parts: string[]): Drawing {
  const blank = box({ x: -100, y: -100, width: formWidth + 200, height: formHeight + 200 }, `fill="${theme.paper}"`);
  const heading = text("sansBold", title, { x: 110, y: 412, size: 32 }, theme.print);
  const body = blank + letterhead(okafor.clinic, theme) + heading + parts.join("") + smallPrint(theme);
  return { width: formWidth, height: formHeight, body };
}

export function dispensingRecord(theme: Theme): Drawing {
  const random = seededRandom(937);
  const pen: Pen = { ink: theme.ink, random };
  const [top, tall, rows] = [500, 84, 9];
  const bottom = top + tall * rows;
  const cells = dispensed.flatMap((row, index) =>
    row.map((cell, column) =>
      handwriting(cell, (columns[column]?.x ?? 0) + 14, top + tall * (index + 1) + 58, 42, pen),
    ),
  );
  const { patient } = okafor;
  return sheet(theme, "Repeat dispensing record", [
    text("sans", `Patient: ${patient.name}   File no. ${patient.file}`, { x: 110, y: 458, size: 22 }, theme.print),
    outlinedBox({ x: 110, y: top, width: 1020, height: bottom - top }, theme.print, 3),
    ...columns.map(({ title, x }) => text("sansBold", title, { x: x + 14, y: top + 52, size: 21 }, theme.print)),
    ...columns.slice(1).map(({ x }) => rule(x, top, x, bottom, theme.print, 1.6)),
    rule(110, top + tall, 1130, top + tall, theme.print, 3),
    ...Array.from({ length: rows - 2 }, (_, row) =>
      rule(110, top + tall * (row + 2), 1130, top + tall * (row + 2), theme.faint),
    ),
    ...cells,
    roundStamp(
      { ring: "OLD MILL PHARMACY · OSTWICK · ", lines: ["DISPENSED", "11 MAR 2024"] },
      900,
      1450,
      140,
      theme.stamp,
      random,
    ),
    text("sans", "Checked by", { x: 110, y: 1430, size: 20 }, theme.print),
    rule(240, 1436, 640, 1436, theme.print, 2),
    signature(280, 1424, 250, theme.ink, 8),
    text("sans", "Keep this record with the original for two years.", { x: 110, y: 1560, size: 19 }, theme.print),
  ]);
}

const letter = [
  "Dear Dr. Arvo,",
  "",
  "our customer Mr. Chidi Okafor (file no. NG-00936) has received the third",
  "and last supply of the medicines on page 1. The next supply is due on",
  "10 April 2024. Please let us know how to go on:",
];

export function renewalRequest(theme: Theme): Drawing {
  const random = seededRandom(938);
  const pen: Pen = { ink: theme.ink, random };
  const choices = [
    "Renew as before, for",
    "Renew with changes (see below)",
    "Do not renew; patient to make an appointment",
  ];
  const at = (index: number) => 790 + index * 76;
  return sheet(theme, "Request for renewal", [
    text("sans", "From: Old Mill Pharmacy, 1 Mill Race, Ostwick", { x: 110, y: 466, size: 22 }, theme.print),
    ...letter.map((line, index) => text("sans", line, { x: 110, y: 540 + index * 38, size: 23 }, theme.print)),
    ...choices.map((choice, index) => text("sans", choice, { x: 170, y: at(index), size: 23 }, theme.print)),
    ...choices.map((_, index) => outlinedBox({ x: 112, y: at(index) - 26, width: 30, height: 30 }, theme.print, 2.5)),
    handTick(112, at(0) - 26, 30, pen),
    rule(430, at(0) + 4, 700, at(0) + 4, theme.faint),
    handwriting("6 months", 450, at(0), 50, pen),
    text("sans", "Remarks", { x: 110, y: 1060, size: 20 }, theme.print),
    ...[1120, 1200, 1280].map((y) => rule(110, y, 1130, y, theme.faint)),
    handwriting("Metformin: please check kidney values first.", 124, 1108, 54, pen),
    handwriting("Lab form is with the patient. Thank you!", 124, 1188, 54, pen),
    rule(640, 1500, 1130, 1500, theme.print, 2),
    text("sans", `Signature · ${okafor.clinic.doctor}`, { x: 640, y: 1528, size: 17 }, theme.print),
    signature(700, 1484, 330, theme.ink, okafor.clinic.hand),
    handwriting("9 Apr 2024", 130, 1490, 50, pen),
    rule(110, 1500, 500, 1500, theme.print, 2),
    text("sans", "Date", { x: 110, y: 1528, size: 17 }, theme.print),
  ]);
}
