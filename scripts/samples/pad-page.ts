import { seededRandom } from "../../src/base/random.ts";
import type { Prescription } from "./cases.ts";
import { emblem } from "./emblem.ts";
import { handwriting, type Pen } from "./handwriting.ts";
import { signature } from "./signature.ts";
import { roundStamp } from "./stamp.ts";
import { box, type Drawing, rule, text } from "./svg.ts";
import type { Theme } from "./theme.ts";

/** The leaf of a prescription pad: smaller than the form, a coloured head, no ruled lines, torn off at the top. */

export const padWidth = 840;
export const padHeight = 1080;
const [left, right] = [60, 780];

export function padPage(prescription: Prescription, theme: Theme): Drawing {
  const random = seededRandom(prescription.seed);
  const pen: Pen = { ink: theme.ink, random };
  const { stamp } = prescription;
  const body = [
    box({ x: -100, y: -100, width: padWidth + 200, height: padHeight + 200 }, `fill="${theme.paper}"`),
    watermark(theme),
    head(prescription, theme),
    patientLines(prescription, theme, pen),
    medicineText(prescription, pen),
    foot(prescription, theme, pen),
    stamp ? roundStamp(stamp, 240, 850, 112, theme.stamp, random) : "",
  ];
  return { width: padWidth, height: padHeight, body: body.join("") };
}

function watermark(theme: Theme): string {
  return `<g opacity="0.11">${text("sansBold", "℞", { x: 420, y: 800, size: 520, anchor: "middle" }, theme.accent)}</g>`;
}

function head({ clinic }: Prescription, theme: Theme): string {
  const perforation = `stroke="${theme.faint}" stroke-width="3" stroke-dasharray="3 11" stroke-linecap="round"`;
  return [
    `<path d="M0 22H${padWidth}" ${perforation}/>`,
    box({ x: 40, y: 52, width: 760, height: 132 }, `rx="10" fill="${theme.accent}"`),
    emblem(clinic.emblem, 98, 117, 36, { ...theme, accent: theme.paper, paper: theme.accent }),
    text("serifBold", clinic.name, { x: 156, y: 112, size: 37 }, theme.paper),
    text("sans", `${clinic.address} · ${clinic.phone}`, { x: 157, y: 150, size: 19 }, theme.paper),
    text("sansBold", clinic.doctor, { x: left, y: 226, size: 20 }, theme.print),
    text("sans", clinic.role, { x: right, y: 226, size: 18, anchor: "end" }, theme.print),
  ].join("");
}

function patientLines({ patient, date }: Prescription, theme: Theme, pen: Pen): string {
  const line = (label: string, value: string, x: number, until: number, y: number) =>
    rule(x, y, until, y, theme.faint, 1.5) +
    text("sans", label, { x, y: y + 20, size: 14 }, theme.print) +
    handwriting(value, x + 10, y - 7, 42, pen);
  return [
    line("Name", patient.name, left, 500, 300),
    line("Date", date, 530, right, 300),
    line("Address", patient.address, left, 500, 374),
    line("Born", patient.born, 530, right, 374),
  ].join("");
}

function medicineText({ medicines }: Prescription, pen: Pen): string {
  const written = medicines.map(({ name, directions, supply }, index) => {
    const y = 500 + index * 190;
    return [
      handwriting(name, 90, y, 66, { ...pen, face: "handBold", weight: 0.6 }),
      handwriting(directions, 130, y + 68, 50, pen),
      handwriting(`# ${supply}`, 130, y + 130, 50, pen),
    ].join("");
  });
  return written.join("");
}

function foot({ clinic, patient, refills }: Prescription, theme: Theme, pen: Pen): string {
  return [
    signature(470, 905, 270, theme.ink, clinic.hand),
    rule(430, 920, right, 920, theme.print, 2),
    text("sans", `Signature · ${clinic.doctor}`, { x: 430, y: 941, size: 14 }, theme.print),
    text("sans", "Repeats", { x: left, y: 986, size: 17 }, theme.print),
    rule(136, 990, 230, 990, theme.faint),
    handwriting(`${refills} x`, 152, 984, 44, pen),
    text("sans", `No. ${patient.file}`, { x: right, y: 986, size: 17, anchor: "end" }, theme.print),
    box({ x: 0, y: 1012, width: padWidth, height: 8 }, `fill="${theme.accent}"`),
    text("sansBold", "SAMPLE - NOT A PRESCRIPTION", { x: 420, y: 1053, size: 17, anchor: "middle" }, theme.print),
  ].join("");
}
