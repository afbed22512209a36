/** Programs of src/programs/pictures that are shipped, each as `<name>.mjs`; those that Splunk starts have a launcher in app/bin. */
export const PROGRAMS: readonly string[] = [
  "getimage",
  "image-endpoint",
  "decoder",
  "magick-worker",
  "pdf-worker",
  "reader-worker",
];

/** Scripts of src/pictures/dashboards that views name, each as `<name>.js` below appserver/static. */
export const VIEW_SCRIPTS: readonly string[] = [
  "setup/setup.ts",
  "review/review.ts",
  "classic/classic.ts",
  "tables/tables.ts",
];

/** Custom visualizations, each of src/pictures/dashboards as `visualizations/<name>/visualization.js` below appserver/static. */
export const VISUALIZATIONS: readonly (readonly [name: string, script: string])[] = [
  ["image_gallery", "gallery/visualization.ts"],
];
