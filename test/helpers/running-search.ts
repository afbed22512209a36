import { getInfo, messagesOf, rowsOf, type SearchProcess } from "../../src/stand-in/splunkd/search-command.ts";
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

async function run(splunkd: SearchProcess, names: readonly string[], args: readonly string[]): Promise<Ended> {
  await splunkd.request(getInfo(["image_file", ...args]));
  const reply = await splunkd.request({ action: "execute", finished: true }, csvOf("image_file", names));
  splunkd.close();
  const { code } = await splunkd.exit;
  const messages = messagesOf(reply).map((message) => message.join(" "));
  return { rows: rowsOf(reply), messages, exitCode: code, stderr: splunkd.stderr };
}
