import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { APP_ID, ENDPOINT_URL } from "../../src/pictures/contract.ts";
import type { BrowserReply } from "../../src/stand-in/splunkd/handler-process.ts";
import { openPage } from "./browser.ts";
import { drawPicture } from "./drawn-pictures.ts";
import type { RowMajorResults } from "./gallery-rows.ts";
import { onLoopback } from "./on-loopback.ts";
import { PROJECT } from "./samples.ts";
import type { Ending } from "./temp-folder.ts";

const TYPE = `${APP_ID}.image_gallery`;
const STATIC = `/static/app/${APP_ID}/`;

export type GalleryPageOptions = BrowserContextOptions & {
  readonly theme?: "light" | "dark";
  /** Whether the page says which theme it has, as newer versions of Splunk Web do. */
  readonly saysTheme?: boolean;
  /** Options of the visualization by their short names. */
  readonly options?: Readonly<Record<string, string>>;
  /** Option `drilldown` of the view. */
  readonly drilldown?: string;
  /** The image endpoint, by the address that a browser asks for; else samples are drawn as it would. */
  readonly endpoint?: (address: string) => Promise<BrowserReply>;
};

/** The visualization in a page, and what went wrong in it. */
export type GalleryPage = {
  readonly page: Page;
  /** Hands results to it, as Splunk Web does, also while it shows others. */
  readonly show: (results: RowMajorResults) => Promise<void>;
  readonly setOptions: (options: Readonly<Record<string, string>>) => Promise<void>;
  /** What drilldowns handed over so far. */
  readonly tokens: () => Promise<readonly { readonly action: string; readonly data: Record<string, string> }[]>;
  /** Uncaught errors, dialogs, and what the console calls an error but for pictures that are not there. */
  readonly errors: readonly string[];
  /** Addresses outside of this server that the page asked for. */
  readonly strayRequests: readonly string[];
  /** Paths below the endpoint that were asked for, without it. */
  readonly asked: readonly string[];
};

/** What a gallery is mounted with: a browser, and the folder of the built app. */
export type GalleryGround = { readonly browser: Browser; readonly app: string };

let standIns: Promise<string> | undefined;

/** Opens the built visualization, loaded by RequireJS over stand-ins for Splunk Web's modules. */
export async function mountGallery(
  ending: Ending,
  { browser, app }: GalleryGround,
  options: GalleryPageOptions = {},
): Promise<GalleryPage> {
  standIns ??= bundleStandIns();
  const { theme = "light", saysTheme = true, options: own = {}, drilldown, endpoint, ...context } = options;
  const asked: string[] = [];
  const origin = await serveGallery(ending, { app, script: await standIns, asked, endpoint });
  const page = await openPage(ending, browser, { viewport: { width: 1280, height: 800 }, ...context });
  const [errors, strayRequests]: [string[], string[]] = [[], []];
  page.on("pageerror", (thrown) => errors.push(String(thrown)));
  page.on("dialog", (dialog) => {
    errors.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("404")) errors.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin)) strayRequests.push(request.url());
  });
  await page.goto(`${origin}/?theme=${theme}&says=${saysTheme}`);
  const named = (given: Readonly<Record<string, string>>): Record<string, string> => ({
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`${TYPE}.${name}`, value])),
    ...(drilldown === undefined ? {} : { drilldown }),
  });
  await page.evaluate((names) => Reflect.get(globalThis, "mountGallery")(names), named(own));
  return {
    page,
    show: (results) => page.evaluate((given) => Reflect.get(globalThis, "shown").showResults(given), results),
    setOptions: (given) => page.evaluate((names) => Reflect.get(globalThis, "shown").showOptions(names), named(given)),
    tokens: () => page.evaluate(() => Reflect.get(globalThis, "drilldowns")),
    errors,
    strayRequests,
    asked,
  };
}

async function bundleStandIns(): Promise<string> {
  const files = ["visualization-base", "mount-visualization"];
  const contents = files.map((file) => `export * from "./${file}.ts";`).join("\n");
  const stdin = { contents, resolveDir: join(PROJECT, "src/stand-in/splunk-web/browser") };
  const { outputFiles } = await build({ stdin, bundle: true, format: "iife", globalName: "standIns", write: false });
  return outputFiles[0]?.text ?? "";
}

type Served = {
  readonly app: string;
  readonly script: string;
  readonly asked: string[];
  readonly endpoint: GalleryPageOptions["endpoint"];
};

async function serveGallery(ending: Ending, { app, script, asked, endpoint }: Served): Promise<string> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://splunk");
    const send = (type: string, body: string | Buffer): void => {
      response.writeHead(200, { "Content-Type": type }).end(body);
    };
    if (pathname === "/") return send("text/html; charset=UTF-8", harness(searchParams));
    if (pathname === "/require.js") {
      return send("text/javascript", readFileSync(join(PROJECT, "node_modules/requirejs/require.js")));
    }
    if (pathname === "/stand-ins.js") return send("text/javascript", script);
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    if (pathname.startsWith(STATIC)) {
      const file = join(app, "appserver/static", pathname.slice(STATIC.length));
      return send(pathname.endsWith(".css") ? "text/css" : "text/javascript; charset=UTF-8", readFileSync(file));
    }
    if (pathname.startsWith(ENDPOINT_URL)) {
      asked.push(pathname.slice(ENDPOINT_URL.length));
      const reply = await endpoint?.(request.url ?? "");
      if (reply) return response.writeHead(reply.status, reply.headers).end(reply.body);
    }
    const picture = await pictureAt(pathname);
    return picture ? send("image/jpeg", picture) : response.writeHead(404).end();
  });
  return `http://127.0.0.1:${await onLoopback(ending, server)}`;
}

/** What the image endpoint would answer, for samples. */
async function pictureAt(path: string): Promise<Buffer | undefined> {
  const [, side, page, places = ""] = /\/image\/(\d+)x\d+\.jpg\.80\.(\w+)\.plain\/fresh\.([\w-]+)$/.exec(path) ?? [];
  if (side === undefined) return undefined;
  const name = Buffer.from(places, "base64url")
    .toString()
    .replace(/^.*\/|"\]$/g, "");
  if (name.startsWith("gone")) return undefined;
  return drawPicture(name, Number(side), page === "sheet" ? 1 : Number(page));
}

// What Splunk Web's own rules do to plain elements, roughly, so that a page which leans on a browser's own would show it.
const STYLE = `
  body { margin: 0; background: #f2f4f5; color: #3c444d; font: 14px "Splunk Platform Sans", "DejaVu Sans", Arial, sans-serif; }
  body.dark { background: #0b0c0e; color: #c3cbd4; }
  header { padding: 12px 20px; background: #171d21; color: #fff; }
  main { padding: 20px; } h1 { font-size: 24px; margin: 0 0 16px; }
  .panel { height: 640px; background: #fff; } .dark .panel { background: #171d21; }
  input, textarea, select { width: 206px; height: 20px; margin-bottom: 10px; font-size: 12px; box-shadow: inset 0 1px 1px #ccc; }
  button { padding: 6px 12px; border-radius: 3px; background: #eee; } img { max-width: 100%; }
  label { display: inline; float: left; width: 140px; text-align: right; }
  dt { font-weight: bold; } dd { margin-left: 10px; } p { margin: 0 0 10px; } a { color: #06a; }
  code { padding: 2px 4px; color: #d14; background: #f7f7f9; }
`;

function harness(query: URLSearchParams): string {
  const theme = query.get("theme") === "dark" ? "dark" : "light";
  const utils = query.get("says") === "true" ? `standIns.visualizationUtils(() => document.body.className)` : "{}";
  const folder = `${STATIC}visualizations/image_gallery/visualization`;
  return `<!doctype html><html lang="en"><head><title>Gallery</title><style>${STYLE}</style>
    <link rel="stylesheet" href="${folder}.css"></head><body class="${theme}">
    <header>splunk&gt;</header><main><h1>Gallery</h1><div class="panel" id="place"></div></main><footer><a href="#top">To the top</a></footer>
    <script src="/require.js"></script><script src="/stand-ins.js"></script><script>
      define("api/SplunkVisualizationBase", [], () => standIns.VisualizationBase);
      define("api/SplunkVisualizationUtils", [], () => (${utils}));
      window.drilldowns = [];
      window.mountGallery = (options) => new Promise((done) => require(["${folder}.js"], (Gallery) => {
        const drilldown = ({ action, data }) => drilldowns.push({ action, data });
        window.shown = standIns.mountVisualization(Gallery, document.getElementById("place"), { type: "${TYPE}", options, drilldown });
        done();
      }));
    </script></body></html>`;
}
