import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { APP_ID } from "../src/pictures/contract.ts";
import { PROJECT } from "./package/project.ts";

// npm test builds before it starts the test files, which run side by side and must not pull dist from under each other.
let isBuilt = process.env["GETIMAGE_TESTS_USE_DIST"] === "1";

/** Folder of the built app. Whoever is run by itself builds it first, once. */
export function builtApp(): string {
  if (!isBuilt) {
    const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, "scripts/build.ts")], { encoding: "utf8" });
    if (status !== 0) throw new Error(`build failed: ${stderr}`);
    isBuilt = true;
  }
  return join(PROJECT, "dist", APP_ID);
}
