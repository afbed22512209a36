/** The app's emblem on a field of 36 by 36: the sign of a prescription on a photo with hills and a sun. */

const [GROUND, PHOTO, HILL, SUN, INK] = ["#0b6477", "#ffffff", "#7cc4d0", "#f2a33a", "#0a3d4a"];

const STEM = "M10.5 24V9.5";
const BOWL = "M10.5 9.5H14.5A4 4 0 0 1 14.5 17.5H10.5";
const LEG = "M14.2 17.5L23.5 28";
const STROKE_ACROSS = "M23.3 19.2L14.4 28";
const HILLS = "M5 29.5V25.6L10.2 21.4L15.2 26L22.6 18.6L31 26.6V29.5Q31 30 30.5 30H5.5Q5 30 5 29.5Z";

export function emblem(): string {
  return [
    `<rect width="36" height="36" rx="7" fill="${GROUND}"/>`,
    `<rect x="5" y="6" width="26" height="24" rx="2" fill="${PHOTO}"/>`,
    `<path d="${HILLS}" fill="${HILL}"/>`,
    `<circle cx="25.4" cy="11.8" r="2.9" fill="${SUN}"/>`,
    prescription(INK),
  ].join("");
}

/** For bars of any colour: one colour, without its hills. */
export function emblemInOneColour(colour: string): string {
  return [
    `<rect x="4" y="5" width="28" height="26" rx="3" fill="none" stroke="${colour}" stroke-width="2.4"/>`,
    `<circle cx="25.6" cy="11.6" r="2.6" fill="${colour}"/>`,
    // A little smaller, so that it does not touch the frame.
    `<g transform="translate(1.4 .6) scale(.93)">${prescription(colour)}</g>`,
  ].join("");
}

function prescription(colour: string): string {
  const strokes = [STEM, BOWL, LEG, STROKE_ACROSS].join("");
  return `<path d="${strokes}" fill="none" stroke="${colour}" stroke-width="2.7" stroke-linecap="round" stroke-linejoin="round"/>`;
}
