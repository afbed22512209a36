import { cellText, scanTable } from "../../src/splunk/chunked/csv.ts";
import { getInfo, type Reply, type Splunkd } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, type InstalledApp, startCommand } from "./installed-app.ts";
import type { Ending } from "./temp-folder.ts";

/** What came of a search; one that was killed may have no rows. */
export type Ended = {
  readonly rows: readonly ReadonlyMap<string, string>[];
  /** Warnings and errors above its results. */
  readonly messages: readonly string[];
  readonly exitCode: number | null;
  readonly stderr: string;
};

/** A search at work; it is killed at the latest when the test ends. */
export type RunningSearch = { readonly kill: () => void; readonly ended: Promise<Ended> };

/** Starts a search over names in the column `image_file`, few enough for one chunk. */
export function startSearch(
  ending: Ending,
  app: InstalledApp,
  names: readonly string[],
  args: readonly string[],
): RunningSearch {
  const splunkd = startCommand(ending, app);
  return { kill: () => splunkd.process.kill("SIGKILL"), ended: run(splunkd, names, args) };
}

async function run(splunkd: Splunkd, names: readonly string[], args: readonly string[]): Promise<Ended> {
  await splunkd.request(getInfo(["image_file", ...args]));
  const reply = await splunkd.request({ action: "execute", finished: true }, csvOf("image_file", names));
  splunkd.close();
  const { code } = await splunkd.exit;
  return { rows: rowsOf(reply), messages: messagesOf(reply), exitCode: code, stderr: splunkd.stderr };
}

function rowsOf(reply: Reply | undefined): Ended["rows"] {
  if (!reply) return [];
  const table = scanTable(reply.body, (names) => names);
  return Array.from(
    { length: table.rowCount },
    (_, row) => new Map(table.columns.map((name) => [name, cellText(table, row, name)])),
  );
}

function messagesOf(reply: Reply | undefined): string[] {
  const { messages = [] } = Object(reply?.metadata["inspector"] ?? {});
  return messages.map(([level, text]: readonly string[]) => `${level} ${text}`);
}
