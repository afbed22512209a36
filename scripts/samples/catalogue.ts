import { cutOff, loginPage } from "./broken.ts";
import { feverChart } from "./chart.ts";
import { bottleLabel } from "./label.ts";
import { pills } from "./pill.ts";
import * as scans from "./scans.ts";
import { stickyLabel, thumbnail } from "./small-label.ts";
import { rasterise } from "./svg.ts";
import { chestFilm } from "./xray.ts";

/** Every sample file: what it is, what it puts to the test, and how to make it. */

export type Sample = { file: string; what: string; tests: string; make: () => Promise<Buffer> };

export const samples: Sample[] = [
  {
    file: "rx_garcia_0412.tif",
    what: "Faxed prescription, 1 page, black and white (TIFF, CCITT group 4)",
    tests: "the fax compression no browser shows; one bit per pixel",
    make: scans.garciaFax,
  },
  {
    file: "rx_okafor_refills.tif",
    what: "Fax of 3 pages: prescription, dispensing record, renewal (TIFF, CCITT group 4)",
    tests: "several pages in one file",
    make: scans.okaforFax,
  },
  {
    file: "rx_lindqvist_colour.tif",
    what: "Colour scan of a pad leaf with a red stamp (TIFF, LZW)",
    tests: "colour TIFF, horizontal predictor",
    make: scans.lindqvistScan,
  },
  {
    file: "chest_moreau_16bit.tif",
    what: "Chest X-ray, computed (TIFF, 16-bit grey, deflate)",
    tests: "16 bits per sample must be scaled, not cut",
    make: chestFilm,
  },
  {
    file: "label_tanaka_cmyk.jpg",
    what: "Printer's proof of a bottle label (JPEG, CMYK, Adobe)",
    tests: "CMYK with Adobe's inverted inks: wrong decoders show a negative",
    make: () => rasterise(bottleLabel()).removeAlpha().toColourspace("cmyk").jpeg({ quality: 80 }).toBuffer(),
  },
  {
    file: "photo_haddad_turned.jpg",
    what: "Prescription photographed on a desk, stored lying on its side (JPEG, EXIF orientation 6)",
    tests: "the orientation tag must be obeyed",
    make: scans.haddadPhoto,
  },
  {
    file: "pill_novak.png",
    what: "Capsule and tablet with imprint (PNG, transparent)",
    tests: "transparency, soft shadows",
    make: () => rasterise(pills()).png({ compressionLevel: 9 }).toBuffer(),
  },
  {
    file: "chart_silva.gif",
    what: "Temperature and dose chart (GIF, small palette)",
    tests: "palette pictures",
    make: () =>
      rasterise(feverChart()).flatten({ background: "#fff" }).gif({ colours: 24, dither: 0, effort: 10 }).toBuffer(),
  },
  {
    file: "rx_petrov_mobile.webp",
    what: "Pad leaf taken with a phone (WebP)",
    tests: "WebP",
    make: scans.petrovPhoto,
  },
  {
    file: "rx_scan_0042",
    what: "Scanned prescription (JPEG) whose name has no extension",
    tests: "the kind of picture is told by its bytes, not by its name",
    make: scans.solheimScan,
  },
  {
    file: "rx_weiss_small.png",
    what: "Tiny picture, 120 x 90 (PNG)",
    tests: "small pictures must not be enlarged",
    make: () => rasterise(thumbnail()).removeAlpha().png().toBuffer(),
  },
  {
    file: "archive 2024/räksmörgås #7 100%.png",
    what: "Pharmacy sticker in a sub-folder (PNG)",
    tests: "blank, Unicode, `#` and `%` in a name must be encoded in the address",
    make: () => rasterise(stickyLabel()).png({ palette: true, colours: 32, dither: 0 }).toBuffer(),
  },
  {
    file: "rx_mbeki_truncated.jpg",
    what: "Scanned prescription (JPEG), cut off after 40 % of its bytes",
    tests: "a broken transfer: a message, not a crash",
    make: async () => cutOff(await scans.mbekiScan(), 0.4),
  },
  {
    file: "rx_dubois_login.jpg",
    what: "No picture: an HTML login page under a picture's name",
    tests: "what servers send when the session has run out",
    make: async () => loginPage,
  },
  {
    file: "rx_private_rossi.jpg",
    what: "Scanned pad leaf (JPEG); the demo's server answers 403 for it",
    tests: "a picture one may not see",
    make: scans.rossiScan,
  },
];
