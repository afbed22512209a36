import type { Sharp } from "sharp";
import * as cases from "../../scripts/samples/cases.ts";
import { formPage } from "../../scripts/samples/form-page.ts";
import { clampByte, pixelsOf, type Raster } from "../../scripts/samples/raster.ts";
import { type Drawing, rasterise } from "../../scripts/samples/svg.ts";
import { creamTheme, faxTheme, greenTheme, roseTheme, type Theme, whiteTheme } from "../../scripts/samples/theme.ts";
import { between, gaussian, seededRandom } from "../../src/base/random.ts";

/** A written form as a scanner sees it: a little crooked, with the grain of paper and sensor. The seed is all chance. */
const CASES = [cases.garcia, cases.okafor, cases.lindqvist, cases.haddad, cases.petrov, cases.solheim, cases.mbeki];
const COLOURS = [whiteTheme, creamTheme, greenTheme, roseTheme];
const GRAIN_PERIOD = 65_521;

export type PageSettings = {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** Deviation of the grain, in steps of 255: it decides how far a picture can be compressed. */
  readonly grain: number;
};

export async function colourPage(settings: PageSettings): Promise<Raster> {
  const theme = COLOURS[settings.seed % COLOURS.length] ?? whiteTheme;
  return grained(await pixelsOf(drawn(theme, settings).removeAlpha()), settings);
}

export async function greyPage(settings: PageSettings): Promise<Raster> {
  return grained(await pixelsOf(drawn(whiteTheme, settings).flatten().toColourspace("b-w")), settings);
}

/** Black or white, with ragged edges and specks, as fax machines have it. */
export async function faxPage(settings: PageSettings): Promise<Raster> {
  const grey = await pixelsOf(drawn(faxTheme, settings).flatten({ background: "#fff" }).toColourspace("b-w").blur(0.6));
  const random = seededRandom(settings.seed);
  const { data, ...size } = grained(grey, settings);
  for (let at = 0; at < data.length; at++) data[at] = (data[at] ?? 255) < 150 ? 0 : 255;
  for (let speck = 0; speck < 300; speck++) data[Math.floor(random() * data.length)] = 0;
  return { data, ...size };
}

function drawn(theme: Theme, { seed, width, height }: PageSettings): Sharp {
  const random = seededRandom(seed);
  const page = formPage({ ...(CASES[seed % CASES.length] ?? cases.garcia), seed }, theme);
  const skew = between(random, -1, 1);
  const turned: Drawing = {
    ...page,
    body: `<rect width="100%" height="100%" fill="${theme.paper}"/>
      <g transform="rotate(${skew} ${page.width / 2} ${page.height / 2})">${page.body}</g>`,
  };
  return rasterise(turned, width, height);
}

// One long row of chance is laid over all pixels: drawing it anew for each would take longer than all else.
function grained(raster: Raster, { seed, grain }: PageSettings): Raster {
  const random = seededRandom(seed + 1);
  const row = Int8Array.from({ length: GRAIN_PERIOD }, () => Math.round(grain * gaussian(random)));
  const { data } = raster;
  for (let at = 0; at < data.length; at++) data[at] = clampByte((data[at] ?? 0) + (row[at % GRAIN_PERIOD] ?? 0));
  return raster;
}
