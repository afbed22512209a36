import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { type Row, tableOfRows } from "../../src/stand-in/spl/table.ts";
import { Searches } from "../../src/stand-in/splunkd/searches.ts";
import { startBrowser } from "../helpers/browser.ts";
import { logEvents } from "../helpers/log-events.ts";
import { ADMIN_SESSION } from "../helpers/splunkd-rest.ts";
import type { Ending } from "../helpers/temp-folder.ts";
import { bundlePage, PAGE } from "./bundle-page.ts";
import { type ShownView, showView } from "./shown-view.ts";
import { openSite, type PatientRecord, type Site } from "./site.ts";
import { type StudioWeb, startStudioWeb } from "./studio-web.ts";

const DAY = 86_400;

/** Why these tests are skipped; false where Splunk's renderer is installed. */
export const withoutRenderer =
  !existsSync(join(import.meta.dirname, "renderer/node_modules/.package-lock.json")) &&
  "Splunk's renderer is not installed: npm run test:studio does that";

export type SplunkData = {
  readonly records?: readonly PatientRecord[];
  readonly log?: string;
  /** Views that the app does not ship, as XML by their names. */
  readonly views?: ReadonlyMap<string, string>;
  /** Searches wait for it. */
  readonly held?: Promise<void>;
};

export type Studio = {
  readonly site: Site;
  readonly browser: Browser;
  /** Splunk with some records and a log. */
  readonly splunk: (data: SplunkData) => Promise<StudioWeb>;
  readonly show: (ending: Ending, web: StudioWeb, path: string, height?: number) => Promise<ShownView>;
};

/** The app, its image servers, a browser and Splunk's renderer; all of it ends with the tests of a file. */
export async function openStudio(ending: Ending): Promise<Studio> {
  // Once for all test files, by the script that starts them.
  if (!process.env["STUDIO_PAGE_IS_BUILT"]) await bundlePage();
  const [site, browser] = await Promise.all([openSite(ending), startBrowser()]);
  ending.after(() => browser.close());
  return {
    site,
    browser,
    splunk({ records = [], log = "", views, held }) {
      const now = Date.now() / 1000;
      const events = logEvents(log, { from: now - DAY + 3_600, to: now - 600 });
      const all = [...events.rows, ...records.map((record) => eventOf(record, now - 60))];
      const { app, splunkd, ask } = site.endpoint;
      return startStudioWeb(ending, {
        page: PAGE,
        searches: new Searches({
          events: tableOfRows(all),
          macros: (name) => site.macros.get(name),
          command: app.command,
          searchInfo: { session_key: ADMIN_SESSION, splunkd_uri: splunkd.uri },
        }),
        ...(held && { held }),
        ...(views && { views }),
        endpoint: ({ path }) => ask(path),
      });
    },
    show: (until, web, path, height) => showView(until, browser, web, path, height),
  };
}

function eventOf(record: PatientRecord, time: number): Row {
  const own = { _time: String(time), source: "patients.records", sourcetype: "rx:patient_records", host: "sh1" };
  const fields = [...Object.entries(own), ...Object.entries(record)].filter(([, value]) => value !== "");
  return new Map(fields.map(([name, value]) => [name, [value]]));
}
