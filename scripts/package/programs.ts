/** Programs of src/cli that are shipped, each as `<name>.mjs`; those that Splunk starts have a launcher in app/bin. */
export const PROGRAMS: readonly string[] = ["getimage", "decoder", "magick-worker", "pdf-worker"];
