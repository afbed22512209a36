import { seededRandom } from "../../src/base/random.ts";
import { textWidth } from "../outline-text.ts";
import type { Prescription } from "./cases.ts";
import type { Clinic } from "./clinics.ts";
import { emblem } from "./emblem.ts";
import { handRing, handTick, handwriting, type Pen } from "./handwriting.ts";
import { signature } from "./signature.ts";
import { roundStamp } from "./stamp.ts";
import { box, type Drawing, outlinedBox, rule, text } from "./svg.ts";
import type { Theme } from "./theme.ts";

/** The full-page form: letterhead, patient box, ruled lines, signature. A4 at 150 dots per inch. */

export const formWidth = 1240;
export const formHeight = 1754;
const [left, right] = [110, 1130];

export function formPage(prescription: Prescription, theme: Theme): Drawing {
  const random = seededRandom(prescription.seed);
  const pen: Pen = { ink: theme.ink, random };
  const { stamp } = prescription;
  const body = [
    box({ x: -100, y: -100, width: formWidth + 200, height: formHeight + 200 }, `fill="${theme.paper}"`),
    letterhead(prescription.clinic, theme),
    patientBox(prescription, theme, pen),
    medicineLines(prescription, theme, pen),
    closing(prescription, theme, pen),
    stamp ? roundStamp(stamp, 905, 1180, 150, theme.stamp, random) : "",
    smallPrint(theme),
  ];
  return { width: formWidth, height: formHeight, body: body.join("") };
}

export function letterhead(clinic: Clinic, theme: Theme): string {
  return [
    emblem(clinic.emblem, 160, 165, 50, theme),
    text("serifBold", clinic.name, { x: 240, y: 160, size: 50 }, theme.accent),
    text("serif", clinic.motto, { x: 242, y: 205, size: 24 }, theme.print),
    // Also at the top: one of the samples breaks off before it reaches the small print.
    text("sans", "SAMPLE - NOT A PRESCRIPTION", { x: right, y: 100, size: 15, anchor: "end" }, theme.print),
    text("sansBold", clinic.doctor, { x: left, y: 280, size: 22 }, theme.print),
    text("sans", clinic.role, { x: left, y: 310, size: 20 }, theme.print),
    text("sans", clinic.address, { x: right, y: 280, size: 20, anchor: "end" }, theme.print),
    text("sans", clinic.phone, { x: right, y: 310, size: 20, anchor: "end" }, theme.print),
    rule(left, 336, right, 336, theme.accent, 5),
    rule(left, 344, right, 344, theme.accent, 1.5),
  ].join("");
}

function field(label: string, value: string, x: number, y: number, until: number, theme: Theme, pen: Pen): string {
  const start = x + textWidth("sans", label, 17) + 14;
  return [
    text("sans", label, { x, y, size: 17 }, theme.print),
    rule(start - 4, y + 5, until, y + 5, theme.faint),
    handwriting(value, start + 8, y, 45, pen),
  ].join("");
}

function patientBox({ patient, date }: Prescription, theme: Theme, pen: Pen): string {
  return [
    outlinedBox({ x: left, y: 376, width: right - left, height: 278 }, theme.print, 2.5),
    field("Patient", patient.name, 134, 438, 740, theme, pen),
    field("Date", date, 770, 438, 1106, theme, pen),
    field("Address", patient.address, 134, 504, 1106, theme, pen),
    field("Date of birth", patient.born, 134, 568, 510, theme, pen),
    field("Sex", patient.sex, 540, 568, 650, theme, pen),
    field("File no.", patient.file, 680, 568, 1106, theme, pen),
    field("Allergies", patient.allergies, 134, 626, 1106, theme, pen),
  ].join("");
}

function medicineLines({ medicines }: Prescription, theme: Theme, pen: Pen): string {
  const lines = Array.from({ length: 7 }, (_, line) => rule(250, 796 + line * 84, right, 796 + line * 84, theme.faint));
  const written = medicines.map(({ name, directions, supply }, index) => {
    const y = 786 + index * 168;
    return [
      handwriting(name, 268, y, 70, { ...pen, face: "handBold", weight: 0.6 }),
      handwriting(directions, 300, y + 84, 54, pen),
      handwriting(`# ${supply}`, 985, y - 2, 56, pen),
    ].join("");
  });
  return text("sansBold", "℞", { x: left, y: 806, size: 120 }, theme.accent) + lines.join("") + written.join("");
}

function closing({ clinic, refills }: Prescription, theme: Theme, pen: Pen): string {
  const choices = [0, 1, 2, 3, 4].map((count) => 250 + count * 62);
  const ringed = choices[refills] ?? 250;
  const tickBox = (x: number) => outlinedBox({ x, y: 1428, width: 26, height: 26 }, theme.print, 2.5);
  return [
    text("sans", "Repeats", { x: left, y: 1378, size: 20 }, theme.print),
    ...choices.map((x, count) => text("sans", String(count), { x, y: 1378, size: 22, anchor: "middle" }, theme.print)),
    handRing(ringed, 1370, 24, pen),
    tickBox(left),
    text("sans", "Substitution permitted", { x: 150, y: 1449, size: 20 }, theme.print),
    handTick(left, 1428, 26, pen),
    tickBox(440),
    text("sans", "Dispense as written", { x: 480, y: 1449, size: 20 }, theme.print),
    rule(640, 1584, right, 1584, theme.print, 2),
    text("sans", `Signature · ${clinic.doctor}`, { x: 640, y: 1612, size: 17 }, theme.print),
    signature(700, 1568, 330, theme.ink, clinic.hand),
    text("sans", "Valid for 3 months from the date above.", { x: left, y: 1584, size: 17 }, theme.print),
    text("sans", "One copy for the pharmacy, one for the file.", { x: left, y: 1612, size: 17 }, theme.print),
  ].join("");
}

export function smallPrint(theme: Theme): string {
  const words = "SAMPLE - NOT A PRESCRIPTION";
  return [
    rule(left, 1652, right, 1652, theme.faint),
    text("sansBold", words, { x: formWidth / 2, y: 1686, size: 19, anchor: "middle" }, theme.print),
    text(
      "sans",
      "People, places and numbers are invented.",
      { x: 620, y: 1711, size: 14, anchor: "middle" },
      theme.print,
    ),
  ].join("");
}
