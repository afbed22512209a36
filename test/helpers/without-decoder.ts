import { cpSync } from "node:fs";
import { dirname, join } from "node:path";
import type { InstalledApp } from "./installed-app.ts";

/** The same app, but a program beside which no decoder lies: a search that needs one fails its rows. */
export function withoutDecoder(app: InstalledApp, folder: string): InstalledApp {
  const [launcher, ...flags] = app.command.program;
  const programs = join(dirname(launcher), "..", "linux_x86_64", "bin");
  cpSync(join(programs, "getimage.mjs"), join(folder, "getimage.mjs"));
  cpSync(join(programs, "chunks"), join(folder, "chunks"), { recursive: true });
  const { NODE_OPTIONS: _, ...env } = app.command.env;
  return { ...app, command: { program: [join(programs, "node"), join(folder, "getimage.mjs"), ...flags], env } };
}
