import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { errorText } from "../../base/error-text.ts";
import { parseBaseUrl, pictureUrl } from "../../pictures/fetch/base-url.ts";
import { OPTIONS, USAGE } from "../../pictures/settings/search-options.ts";
import { cellText, scanTable } from "../../splunk/chunked/csv.ts";
import { makeTrialApp } from "../../stand-in/home/trial-app.ts";
import { macrosFor } from "../../stand-in/home/trial-macros.ts";
import { startImageServer } from "../../stand-in/image-server.ts";
import { runSearch } from "../../stand-in/splunkd/search-command.ts";
import { messageLines, printable, resultTable, summaryLine } from "../../stand-in/terminal/report.ts";
import { serveFlags as flagsIn, type ServeFlags } from "../../stand-in/terminal/serve-flags.ts";
import { collectPictures } from "../../stand-in/terminal/shown-pictures.ts";

/** The command over somebody's own CSV file and image server, without Splunk. */
// A reader such as head may go away before the end.
process.stdout.on("error", () => process.exit(0));
const project = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const MAX_SERVERS = 100;

const [first, ...rest] = process.argv.slice(2);
const samples = first === "--samples" ? await serveSamples() : undefined;
const { words, isServing, port } = serveFlags(samples ? [...samples.words, ...rest] : process.argv.slice(2));
const [file, ...args] = words;
if (file === undefined || args.length < 2) {
  stop(`usage: npm run try -- FILE.csv FIELD URL [MIRROR ...] [option=value ...] [--serve [--port N]]
       npm run try -- --samples [option=value ...] [--serve [--port N]]
FILE.csv has a header line; FIELD is the column that names the picture; the rest is as in ${USAGE}
--samples takes the sample records and pictures of this project
--serve opens the app's dashboards over these records in a browser, on this machine alone
options: ${Object.keys(OPTIONS).join(", ")}`);
}
const csv = readCsv(file);
const bases = args.filter((arg) => /^https?:\/\//i.test(arg));
const field = args[0] ?? "";
const servers = namedServers(csv, bases);
const trial = makeTrialApp({
  app: project("app"),
  var: project("var"),
  program: [process.execPath, project("src/programs/pictures/getimage.ts")],
  servers,
});
/** With the dashboards behind it the table is a first look; without them it is all there is. */
const LOOK_ROWS = 200;
const shown = isServing ? firstRows(csv, LOOK_ROWS) : csv;
const started = performance.now();
const isTerminal = process.stderr.isTTY;
try {
  const result = await runSearch(shown, {
    command: trial.command,
    args,
    progress(done, rows) {
      if (isTerminal) process.stderr.write(`\r${done} of ${rows} rows`);
    },
  });
  if (isTerminal) process.stderr.write("\r\u001b[K");
  const ms = performance.now() - started;
  const prefix = args.find((arg) => arg.startsWith("prefix="))?.slice("prefix=".length) ?? "";
  if (result.error === undefined) say(`${resultTable(result, field, prefix)}\n`);
  for (const line of messageLines(result)) say(line);
  if (result.stderr !== "") say(printable(`The command wrote to stderr: ${result.stderr.trim()}`));
  if (result.error === undefined) {
    say(summaryLine(result, ms, prefix));
    if (shown !== csv) say(`These are the first ${LOOK_ROWS} records; the dashboards have all of them.`);
    say(`Pictures: ${fileURLToPath(collectPictures(result.rows, project("var/pictures"), prefix))}`);
    say(`Log:      ${project("var/log/getimage.log")}`);
  }
  process.exitCode = result.error === undefined ? 0 : 1;
} finally {
  trial.remove();
}
if (isServing && process.exitCode === 0) await showViews();
await samples?.close();

async function showViews(): Promise<void> {
  // What serves the views is not needed for the table, and bundles scripts.
  const { servePreview } = await import("./preview.ts");
  const source = basename(file ?? "");
  const { columns } = scanTable(csv, () => []);
  const { macros, leftOut } = macrosFor({ source, columns, field, rest: args.slice(1) });
  say("");
  if (leftOut.length > 0) say(`The dashboards say for themselves what these would: ${leftOut.join(" ")}`);
  try {
    await servePreview({ port, csv, source, sourcetype: "csv", macros, servers, var: project("var") });
  } catch (thrown) {
    stop(`the preview cannot be served: ${errorText(thrown)}`);
  }
}

/** The sample pictures on loopback, and what the command line would be for them. */
async function serveSamples(): Promise<{ readonly words: readonly string[]; readonly close: () => Promise<void> }> {
  const server = await startImageServer({ folder: project("sample_images"), path: "/icons", forbidden: [] });
  const words = [project("sample_logs/patients.records"), "image_file", `http://127.0.0.1:${server.port}/icons`];
  return { words, close: () => server.close() };
}

function readCsv(path: string): Buffer {
  try {
    const body = readFileSync(path);
    const { columns, rowCount } = scanTable(body, () => []);
    if (columns.length === 0 || rowCount === 0) return stop(`${path} has no rows: it wants a header line and records`);
    return body;
  } catch (thrown) {
    return stop(`cannot read ${path}: ${errorText(thrown)}`);
  }
}

function firstRows(body: Buffer, count: number): Buffer {
  const { rowCount, rowEnds } = scanTable(body, () => []);
  return rowCount > count ? body.subarray(0, rowEnds[count - 1]) : body;
}

/** The servers that the command line names are allowed for this run; placeholders are filled from the records. */
function namedServers(body: Buffer, urls: readonly string[]): string[] {
  const table = scanTable(body, (columns) => columns);
  const servers = new Set<string>();
  for (const text of urls) {
    const base = parseBaseUrl(text);
    if (!base.ok) continue;
    const rows = base.value.placeholders.length === 0 ? Math.min(1, table.rowCount) : table.rowCount;
    for (let row = 0; row < rows && servers.size < MAX_SERVERS; row++) {
      const columnOf = (name: string): string => table.columns.find((column) => column.trim() === name) ?? name;
      const url = pictureUrl(base.value, "any", (name) => cellText(table, row, columnOf(name)));
      if (url.ok) servers.add(url.value.origin);
    }
  }
  return [...servers];
}

function serveFlags(line: readonly string[]): ServeFlags {
  const flags = flagsIn(line);
  return flags.ok ? flags.value : stop(flags.error);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function stop(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(2);
}
