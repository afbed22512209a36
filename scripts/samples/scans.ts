import * as cases from "./cases.ts";
import { ballpoint, blisterPack, coffeeCup } from "./desk-things.ts";
import { faxed, groupFourTiff } from "./fax.ts";
import { formPage } from "./form-page.ts";
import { padPage } from "./pad-page.ts";
import { photographed } from "./photo.ts";
import { dispensingRecord, renewalRequest } from "./refill-pages.ts";
import { scanned } from "./scan.ts";
import type { Drawing } from "./svg.ts";
import { creamTheme, faxTheme, greenTheme, roseTheme, whiteTheme } from "./theme.ts";

/** The prescriptions, each taken in by another machine. */

export async function garciaFax(): Promise<Buffer> {
  const header = { left: "12-APR-2024 09:41  HARBOUR LANE PRACTICE 555-0142", right: "P. 1/1" };
  return groupFourTiff([await faxed(formPage(cases.garcia, faxTheme), 412, 0.7, header)]);
}

export async function okaforFax(): Promise<Buffer> {
  const pages = [formPage(cases.okafor, faxTheme), dispensingRecord(faxTheme), renewalRequest(faxTheme)];
  const skews = [-0.5, 0.3, 0.9];
  const faxes = pages.map((page, index) => {
    const header = { left: "09-APR-2024 16:20  OLD MILL PHARMACY 555-0187", right: `P. ${index + 1}/${pages.length}` };
    return faxed(page, 900 + index, skews[index] ?? 0, header);
  });
  return groupFourTiff(await Promise.all(faxes));
}

export async function lindqvistScan(): Promise<Buffer> {
  const settings = { width: 700, height: 900, seed: 1187, skew: -0.5, grain: 0.6 };
  const scan = await scanned(padPage(cases.lindqvist, creamTheme), settings);
  return scan.tiff({ compression: "lzw", predictor: "horizontal", xres: 4.3, yres: 4.3 }).toBuffer();
}

export async function haddadPhoto(): Promise<Buffer> {
  const photo = await photographed(formPage(cases.haddad, whiteTheme), {
    width: 1000,
    height: 1400,
    surface: "wood",
    corners: [
      [122, 118],
      [868, 84],
      [936, 1262],
      [66, 1300],
    ],
    seed: 5521,
    noise: 3,
    things: coffeeCup(945, 70, 120) + ballpoint(520, 800, 430, 21),
  });
  // Stored lying on its side, as a phone held upright stores it; tag 6 says "turn me a quarter clockwise".
  return photo.rotate(270).jpeg({ quality: 80 }).withMetadata({ orientation: 6 }).toBuffer();
}

export async function petrovPhoto(): Promise<Buffer> {
  const photo = await photographed(padPage(cases.petrov, greenTheme), {
    width: 800,
    height: 1100,
    surface: "slate",
    corners: [
      [70, 62],
      [742, 48],
      [762, 940],
      [40, 920],
    ],
    seed: 1440,
    noise: 2,
    things: blisterPack(482, 946, -6),
  });
  return photo.webp({ quality: 82 }).toBuffer();
}

async function jpegScan(page: Drawing, width: number, seed: number, skew: number): Promise<Buffer> {
  const height = Math.round((width * page.height) / page.width);
  const scan = await scanned(page, { width, height, seed, skew, grain: 2.2 });
  return scan.jpeg({ quality: 78 }).toBuffer();
}

export const solheimScan = () => jpegScan(formPage(cases.solheim, whiteTheme), 850, 42, 0.6);
export const mbekiScan = () => jpegScan(formPage(cases.mbeki, creamTheme), 850, 655, -0.4);
export const rossiScan = () => jpegScan(padPage(cases.rossi, roseTheme), 800, 2203, 0.5);
