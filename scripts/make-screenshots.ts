import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { APP_ID } from "../src/pictures/contract.ts";

/** Pictures of the preview for README and docs, in both themes: docs/pictures/screenshots. */
const project = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const FOLDER = project("docs/pictures/screenshots");
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const VIEWPORT = { width: 1280, height: 800 };
const PICTURES = `[...document.querySelectorAll("main img, dialog img")]
  .filter((each) => each.getBoundingClientRect().top < innerHeight)
  .every((each) => each.complete && each.naturalWidth > 0)`;

type Shot = { readonly name: string; readonly view: string; readonly arrange: (page: Page) => Promise<unknown> };

const SHOTS: readonly Shot[] = [
  {
    name: "review",
    view: "rx_images_review",
    arrange: (page) => page.locator("#records tbody tr", { hasText: "Astrid Lindqvist" }).click(),
  },
  {
    name: "review-error",
    view: "rx_images_review?form.shown=image_status%3Derror",
    arrange: (page) => page.locator("#records tbody tr", { hasText: "Camille Dubois" }).click(),
  },
  { name: "gallery", view: "rx_images_gallery", arrange: (page) => page.locator("[role=gridcell]").first().waitFor() },
  {
    name: "large",
    view: "rx_images_gallery",
    arrange: (page) => page.locator("[role=gridcell]", { hasText: "Chidi Okafor" }).click(),
  },
  {
    name: "classic",
    view: "rx_images_classic",
    arrange: (page) => page.locator("#troubleshooting tbody tr").first().waitFor(),
  },
];

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const preview = spawn(process.execPath, [project("src/programs/pictures/start.ts")], {
  stdio: ["ignore", "pipe", "inherit"],
});
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const address = await addressOf(preview.stdout);
  for (const theme of ["light", "dark"] as const) {
    const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: theme });
    for (const shot of SHOTS) await take(page, shot, `${address}en-US/app/${APP_ID}/`, theme);
    await page.close();
  }
} finally {
  await browser.close();
  preview.kill("SIGINT");
}

async function take(page: Page, { name, view, arrange }: Shot, root: string, theme: string): Promise<void> {
  await page.goto(root + view);
  await arrange(page);
  await page.waitForLoadState("networkidle");
  while (!(await page.evaluate(PICTURES))) await page.waitForTimeout(100);
  const file = `${FOLDER}/${name}-${theme}.png`;
  // A palette makes a third of the bytes, and nobody sees it.
  await sharp(await page.screenshot())
    .png({ palette: true, colours: 256, compressionLevel: 9 })
    .toFile(file);
  console.log(`docs/pictures/screenshots/${name}-${theme}.png`);
}

async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [, address] = /^Preview: +(http:\S+)/.exec(line) ?? [];
    if (address) return address;
  }
  throw new Error("npm start ended without an address");
}
