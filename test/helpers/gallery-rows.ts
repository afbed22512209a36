import sharp from "sharp";
import { ENDPOINT_URL, OUTPUT_FIELDS } from "../../src/pictures/contract.ts";
import { VIEWS_OF_COLUMN } from "../../src/pictures/dashboards/shared/view-columns.ts";
import { drawPicture, SAMPLES, thumbOf } from "./drawn-pictures.ts";

export type Value = string | readonly string[];
/** Results as Splunk hands them to a visualization that asked for rows. */
export type RowMajorResults = {
  readonly fields: readonly { readonly name: string }[];
  readonly rows: readonly (readonly (Value | null)[])[];
};
/** One row of a search with getimage; fields that are left out are empty. */
export type GalleryRow = Readonly<Record<string, Value>>;

/** Fields as the search of the app's own gallery leaves them: those of the record, and the columns that pages know. */
const COLUMNS = OUTPUT_FIELDS.filter((field) => VIEWS_OF_COLUMN[field].some((view) => view === "gallery"));
export const FIELDS: readonly string[] = ["Record", "Details", "File", ...COLUMNS];
const PEOPLE = ["Elena Garcia", "Chidi Okafor", "Astrid Lindqvist", "Layla Haddad", "Yuki Tanaka", "Petra Novak"];
const DOSES = [
  "Amoxicillin 500 mg, 1 capsule 3 x daily for 7 days",
  "Metformin 850 mg, 1 tablet twice daily with meals",
];

/** An address of the endpoint for a sample, as the search command writes it. */
export function linkTo(name: string, { side = 1000, page = "1" } = {}): string {
  const place = Buffer.from(JSON.stringify([`http://img.example/${name}`])).toString("base64url");
  return `${ENDPOINT_URL}${side}x${side}.jpg.80.${page}.plain/fresh.${place}?v=mh1x2y`;
}

const THUMBS = new Map<string, string>(
  await Promise.all(SAMPLES.map(async (name) => [name, await thumbOf(name)] as const)),
);
const SIZES = new Map<string, { readonly width?: number; readonly height?: number }>(
  await Promise.all(
    SAMPLES.map(async (name) => [name, await sharp(await drawPicture(name, 4096)).metadata()] as const),
  ),
);

/** A row with a picture; the same for the same number. */
export function goodRow(number: number, more: GalleryRow = {}): GalleryRow {
  const name = SAMPLES[number % SAMPLES.length] ?? "";
  const pages = name === "rx_okafor_refills.tif" ? "3" : "1";
  return {
    Record: `${PEOPLE[number % PEOPLE.length]} ${number}`,
    Details: DOSES[number % DOSES.length] ?? "",
    File: name,
    thumb: THUMBS.get(name) ?? "",
    image_severity: "low",
    image_status: "ok",
    image_source: "http://img.example",
    image_format: /\.(\w+)$/.exec(name)?.[1] ?? "png",
    image_width: String(SIZES.get(name)?.width),
    image_height: String(SIZES.get(name)?.height),
    image_pages: pages,
    image_page: "1",
    image_bytes: "431078",
    image_cache: "hit",
    new_image: name.replace(/(\.\w+)?$/, ".jpg"),
    link: linkTo(name),
    ...more,
  };
}

/** A row whose picture could not be had. */
export function badRow(number: number, more: GalleryRow = {}): GalleryRow {
  return {
    Record: `${PEOPLE[number % PEOPLE.length]} ${number}`,
    Details: DOSES[number % DOSES.length] ?? "",
    File: `missing_${number}.tif`,
    image_severity: "severe",
    image_status: "error",
    image_error: "not-found",
    image_error_text: "the image server has no picture of this name; look for a typing error in the record",
    image_source: "http://img.example",
    new_image: `missing_${number}_sorry_not_found.png`,
    link: `${ENDPOINT_URL}error/not-found`,
    ...more,
  };
}

/** A row with a picture and something to know about it. */
export function staleRow(number: number): GalleryRow {
  return goodRow(number, {
    image_severity: "elevated",
    image_status: "stale",
    image_error: "timeout",
    image_error_text: "shown from the cache as it was 3 hours ago, because its server could not confirm it: no answer",
  });
}

/** A record that names no picture. */
export function emptyRow(number: number): GalleryRow {
  return { Record: `${PEOPLE[number % PEOPLE.length]} ${number}`, Details: "No picture was taken" };
}

/** So many records, of which a few have no picture or one with a note. */
export function manyRows(count: number): GalleryRow[] {
  return Array.from({ length: count }, (_, number) => {
    if (number % 11 === 5) return badRow(number);
    if (number % 13 === 7) return staleRow(number);
    return number % 17 === 14 ? emptyRow(number) : goodRow(number);
  });
}

/** Rows as Splunk hands them to a visualization. */
export function resultsOf(rows: readonly GalleryRow[], fields: readonly string[] = FIELDS): RowMajorResults {
  return {
    fields: fields.map((name) => ({ name })),
    rows: rows.map((row) => fields.map((field) => row[field] ?? null)),
  };
}
