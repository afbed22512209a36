import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawIcon, ICONS } from "./icons/icons.ts";

/** Draws the icons by which Splunk shows the app: app/static. */
const folder = fileURLToPath(new URL("../app/static", import.meta.url));
mkdirSync(folder, { recursive: true });
for (const icon of ICONS) {
  const picture = await drawIcon(icon);
  writeFileSync(join(folder, icon.file), picture);
  console.log(`${String(picture.length).padStart(6)}  ${icon.file}`);
}
