import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawIcon, ICONS, PREVIEWS } from "./icons/icons.ts";

/** Draws the icons by which Splunk shows the app and its visualizations. */
const app = fileURLToPath(new URL("../app", import.meta.url));
const folders = [
  ["static", ICONS],
  ["appserver/static/visualizations", PREVIEWS],
] as const;
for (const [folder, icons] of folders) {
  for (const icon of icons) {
    const picture = await drawIcon(icon);
    const file = join(app, folder, icon.file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, picture);
    console.log(`${String(picture.length).padStart(6)}  ${icon.file}`);
  }
}
