import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorText } from "../../base/error-text.ts";
import { cellText, encodeCell, scanTable } from "../../splunk/chunked/csv.ts";
import { makeTrialApp, TRIAL_PREFIX } from "../../stand-in/home/trial-app.ts";
import { deadPort, startImageServer } from "../../stand-in/image-server.ts";
import { runSearch } from "../../stand-in/splunkd/search-command.ts";
import { messageLines, resultTable, summaryLine } from "../../stand-in/terminal/report.ts";
import { serveFlags } from "../../stand-in/terminal/serve-flags.ts";
import { collectPictures } from "../../stand-in/terminal/shown-pictures.ts";

/**
 * The main job without Splunk: the sample records married to the sample pictures, twice, by the real command; then the
 * app's views over them in a browser.
 */
// A reader such as head may go away before the end.
process.stdout.on("error", () => process.exit(0));
const project = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const FIELD = "image_file";
/** One pharmacy's image server is down. */
const DEAD_SERVER_PATIENT = "Sofia Marchetti";

const { once, port } = readFlags();
/** Nobody would look at pages of a build, and nobody would end it. */
const isBuild = process.env["CI"] === "true";
const demo = project("var/demo");
// What another run that is still going on has here are its settings; the rest is of no use to it.
mkdirSync(demo, { recursive: true });
for (const left of readdirSync(demo)) {
  if (!left.startsWith(TRIAL_PREFIX)) rmSync(join(demo, left), { recursive: true, force: true });
}
const server = await startImageServer({
  folder: project("sample_images"),
  path: "/icons",
  forbidden: ["rx_private_rossi.jpg"],
});
const dead = await deadPort();
const servers = [`http://127.0.0.1:${server.port}/icons`, `http://127.0.0.1:${dead}/icons`];
const trial = makeTrialApp({
  app: project("app"),
  var: demo,
  program: [process.execPath, project("src/programs/pictures/getimage.ts")],
  servers,
});
const url = "http://127.0.0.1:{port}/icons";
const records = withPorts(readFileSync(project("sample_logs/patients.records")));

say(`source="patients.records" | eval port=if(Patient_Name="${DEAD_SERVER_PATIENT}", ${dead}, ${server.port})`);
say(`    | getimage ${FIELD} ${url}`);
say("");
let failed = false;
let pictures = "";
for (const [run, title] of [
  "First search: every picture comes from the image server.",
  "The same search again.",
].entries()) {
  const before = server.requests();
  const started = performance.now();
  const result = await runSearch(records, { command: trial.command, args: [FIELD, url] });
  const ms = performance.now() - started;
  say(title);
  say("");
  say(resultTable(result, FIELD));
  say("");
  for (const line of messageLines(result)) say(line);
  say(`${summaryLine(result, ms)}; ${server.requests() - before} requests reached the image server.`);
  say("");
  if (run === 0) pictures = collectPictures(result.rows, `${demo}/pictures`);
  failed ||= result.error !== undefined || result.exitCode !== 0;
}
say(`Pictures to look at: ${fileURLToPath(pictures)}`);
say(`Log of the command:  ${demo}/log/getimage.log`);
trial.remove();
process.exitCode = failed ? 1 : 0;
try {
  if (isBuild) say("CI=true: the dashboards are not served.");
  else if (!once) await showViews();
} catch (thrown) {
  process.stderr.write(`the preview cannot be served: ${errorText(thrown)}\n`);
  process.exitCode = 1;
}
await server.close();

async function showViews(): Promise<void> {
  // What serves the views is not needed for the table, and bundles scripts.
  const { servePreview } = await import("./preview.ts");
  say("");
  await servePreview({
    port,
    csv: records,
    source: "patients.records",
    sourcetype: "rx:patient_records",
    macros: { rx_image_server: `"${url}"` },
    servers,
    var: demo,
  });
}

function readFlags(): { readonly once: boolean; readonly port: number } {
  const line = process.argv.slice(2);
  const flags = serveFlags(line.filter((word) => word !== "--once"));
  const [strange] = flags.ok ? flags.value.words : [];
  if (flags.ok && strange === undefined) return { once: line.includes("--once"), port: flags.value.port };
  const fault = flags.ok ? `what is ${strange}?` : flags.error;
  process.stderr.write(`npm start: ${fault}\nusage: npm start -- [--once] [--port N]\n`);
  return process.exit(2);
}

function withPorts(csv: Buffer): Buffer {
  const table = scanTable(csv, (columns) => columns);
  const lines = [[...table.columns, "port"].map((name) => encodeCell(name.trim())).join(",")];
  for (let row = 0; row < table.rowCount; row++) {
    const cells = table.columns.map((name) => cellText(table, row, name).trim());
    const port = cells[0] === DEAD_SERVER_PATIENT ? dead : server.port;
    lines.push([...cells, String(port)].map(encodeCell).join(","));
  }
  return Buffer.from(`${lines.join("\n")}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
