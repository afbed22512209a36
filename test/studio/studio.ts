import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startBrowser } from "../helpers/browser.ts";
import { logEvents } from "../helpers/log-events.ts";
import type { Ending } from "../helpers/temp-folder.ts";
import { bundlePage, PAGE } from "./bundle-page.ts";
import { type ShownView, showView } from "./shown-view.ts";
import { openSite, type PatientRecord, type Site } from "./site.ts";
import type { Row } from "./spl/rows.ts";
import { type StandIn, startStandIn } from "./splunkd.ts";

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
  readonly splunk: (data: SplunkData) => Promise<StandIn>;
  readonly show: (ending: Ending, standIn: StandIn, path: string, height?: number) => Promise<ShownView>;
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
      const all = [...events, ...records.map((record) => eventOf(record, now - 60))];
      return startStandIn(ending, {
        page: PAGE,
        macros: site.macros,
        ...(held && { held }),
        ...(views && { views }),
        source: {
          events: ({ earliest, latest }) =>
            all.filter((event) => Number(event.get("_time")) >= earliest && Number(event.get("_time")) <= latest),
          getimage: site.getimage,
        },
        picture: (path) => site.endpoint.ask(path),
      });
    },
    show: (until, standIn, path, height) => showView(until, browser, standIn, path, height),
  };
}

function eventOf(record: PatientRecord, time: number): Row {
  const own = { _time: String(time), source: "patients.records", sourcetype: "rx:patient_records", host: "sh1" };
  return new Map([...Object.entries(own), ...Object.entries(record)].filter(([, value]) => value !== ""));
}
