import { copyFileSync, mkdirSync } from "node:fs";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { layoutOf } from "../../src/pictures/cache/store/layout.ts";
import { cellText, scanTable } from "../../src/splunk/chunked/csv.ts";
import type { CommandLine } from "../../src/stand-in/splunkd/app-process.ts";
import { HandlerProcess } from "../../src/stand-in/splunkd/handler-process.ts";
import { ADMIN_SESSION, startSplunkdRest } from "../../test/helpers/splunkd-rest.ts";
import { makeHome } from "../app.ts";
import { type Bench, type Context, type Findings, play } from "../bench.ts";
import { planner } from "../entries/plan-names.ts";
import type { Contender, Line, Sample } from "../measure/contest.ts";
import { Meter } from "../measure/meter.ts";
import { missing } from "../peers/peers.ts";
import { pictureSet } from "../pictures/picture-set.ts";
import { demand, rowsOf, search } from "../search.ts";
import { startPictureServer } from "../servers/picture-server.ts";

const PART = 0.2;
const ASKED = 2_000;

/** Pictures that browsers ask for, from the cache, one after another over the pipe that splunkd would use. */
export const endpoint: Bench = {
  name: "endpoint",
  what: "the image endpoint: cached pictures a second on one process, beside nginx with the same files",
  isInShortForm: false,
  run,
};

async function run(context: Context): Promise<Findings> {
  const { app, peers, folder, report } = context;
  const set = await pictureSet(PART, report);
  const server = await startPictureServer(peers, set.folder, folder);
  const base = server.base(0);
  const home = makeHome(app, folder, `[server:bench]\nurl = ${base}\n`);
  const searched = await search(home.command, ["image_file", base], rowsOf("image_file", set.names));
  demand(searched, /^ok miss$/);
  await server.close();

  const links = searched.bodies.flatMap(linksIn);
  const same = join(folder, "shown");
  mkdirSync(same);
  const plan = planner(home.settings, base);
  const layout = layoutOf(home.cache);
  const files = set.names.map((name, index) => {
    copyFileSync(layout.result(plan(name).resultKey, "fresh", "jpg"), join(same, `${index}.jpg`));
    return `${index}.jpg`;
  });
  const floorFolder = join(folder, "floor");
  mkdirSync(floorFolder);
  const floor = await startPictureServer(peers, same, floorFolder);
  // It says what the user may do, once for all pictures.
  const endings: (() => unknown)[] = [];
  const splunkd = await startSplunkdRest({ after: (work) => endings.push(work) }, {});
  const ours: Contender = { name: "image endpoint", run: () => throughEndpoint(home.endpoint, links, splunkd.uri) };
  const theirs: Contender = {
    name: `${floor.what}, over HTTP`,
    run: () => throughHttp(files.map((file) => `${floor.base(0)}/${file}`)),
  };
  const lines: Line[] = [];
  try {
    const contest = { name: "one request at a time, hits", unit: "pictures", contenders: [ours, theirs] };
    await play(contest, context, lines);
  } finally {
    await floor.close();
    for (const end of endings) await end();
  }
  return { lines, goals: [], notes: missing(peers, "nginx") };
}

function linksIn(body: Buffer): string[] {
  const table = scanTable(body, () => ["link"]);
  return Array.from({ length: table.rowCount }, (_, row) => cellText(table, row, "link"));
}

async function throughEndpoint(command: CommandLine, links: readonly string[], splunkdUri: string): Promise<Sample> {
  const ask = (number: number) =>
    host.ask({ path: links[number % links.length] ?? "", sessionKey: ADMIN_SESSION, splunkdUri });
  const host = new HandlerProcess(command);
  const meter = new Meter();
  meter.watch(host.process.pid);
  // The first picture opens cache and settings.
  await ask(0);
  const started = performance.now();
  for (let number = 0; number < ASKED; number++) {
    const reply = await ask(number);
    if (reply?.status !== 200) throw new Error(`the endpoint answered ${reply?.status}`);
  }
  const seconds = (performance.now() - started) / 1_000;
  host.close();
  await host.exit;
  return { seconds, units: ASKED, ...meter.stop() };
}

async function throughHttp(urls: readonly string[]): Promise<Sample> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const started = performance.now();
  for (let number = 0; number < ASKED; number++) await fetched(urls[number % urls.length] ?? "", agent);
  const seconds = (performance.now() - started) / 1_000;
  agent.destroy();
  return { seconds, units: ASKED };
}

function fetched(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} gave ${response.statusCode}`));
      response.on("data", () => {}).once("end", resolve);
    }).once("error", reject);
  });
}
