import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import Papa from "papaparse";
import { deadPort, startImageServer } from "../../src/stand-in/image-server.ts";
import { tableOfRows } from "../../src/stand-in/spl/table.ts";
import { csvOfTable } from "../../src/stand-in/splunkd/rows-csv.ts";
import { runSearch, type SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import { ageCache } from "../helpers/aged-cache.ts";
import { confOf, textOf } from "../helpers/app-files.ts";
import { type OpenedEndpoint, openEndpoint } from "../helpers/endpoint.ts";
import { startFaultServer } from "../helpers/fault-server.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { sample } from "../helpers/samples.ts";
import { ADMIN_SESSION } from "../helpers/splunkd-rest.ts";
import type { Ending } from "../helpers/temp-folder.ts";

/** A record as a site would have it. */
export type PatientRecord = {
  readonly Patient_Name: string;
  readonly Prescription: string;
  readonly image_file: string;
};

/** The sample records. */
export const RECORDS: readonly PatientRecord[] = Papa.parse<PatientRecord>(textOf("sample_logs/patients.records"), {
  header: true,
  transformHeader: (name) => name.trim(),
  transform: (value) => value.trim(),
  skipEmptyLines: true,
}).data;

const PILL = readFileSync(sample("pill_novak.png"));

type ServerName = "good" | "dead" | "faulty" | "mended";

export type Site = {
  readonly endpoint: OpenedEndpoint;
  /** Macros as the app ships them, but for the address of the image server. */
  readonly macros: ReadonlyMap<string, string>;
  readonly servers: Readonly<Record<ServerName, string>>;
  /** A search of the real command over names of pictures. */
  readonly search: (server: ServerName, files: readonly string[], ...options: string[]) => Promise<SearchResult>;
  /** Searches, some of them good, that leave a log as a site's would be. */
  readonly work: () => Promise<void>;
};

/** The built app, with image servers of which one is well, one dead, one faulty, and one was down for a while. */
export async function openSite(ending: Ending): Promise<Site> {
  const images = await startImageServer({ folder: sample("."), path: "/icons", forbidden: ["rx_private_rossi.jpg"] });
  ending.after(() => images.close());
  const faults = await startFaultServer(ending);
  let isDown = false;
  const mended = createServer((request, response) => {
    if (isDown) request.socket.destroy();
    else if (request.url?.endsWith(".png")) response.writeHead(200, { "Cache-Control": "max-age=60" }).end(PILL);
    else response.writeHead(404).end(`no ${request.url}`);
  });
  const servers = {
    good: `http://127.0.0.1:${images.port}/icons`,
    dead: `http://127.0.0.1:${await deadPort()}/rx`,
    faulty: `${faults.origin}/pictures`,
    mended: `http://127.0.0.1:${await onLoopback(ending, mended)}/scans`,
  };
  const stanzas = Object.entries(servers).map(([name, url]) => `[server:${name}]\nurl = ${url}\n`);
  const endpoint = await openEndpoint(ending, `${stanzas.join("")}[fetch]\nretries = 0\nfirst_byte_timeout = 3\n`);
  const { app, splunkd } = endpoint;
  const search: Site["search"] = (server, files, ...options) =>
    runSearch(csvOfTable(tableOfRows(files.map((file) => new Map([["image_file", [file]]])))), {
      command: app.command,
      args: ["image_file", servers[server], ...options],
      searchInfo: { session_key: ADMIN_SESSION, splunkd_uri: splunkd.uri },
    });
  const numbered = (count: number, from = 0): string[] =>
    Array.from({ length: count }, (_, number) => `scan_${from + number}.tif`);

  return {
    endpoint,
    servers,
    macros: new Map(
      [...confOf("macros")].map(([name, macro]) => [
        name,
        name === "rx_image_server" ? servers.good : (macro.get("definition") ?? ""),
      ]),
    ),
    search,
    async work() {
      const files = RECORDS.map(({ image_file: file }) => file);
      await search("good", files.slice(0, 9));
      await search("mended", ["pill.png"]);
      // What was good for a minute is past its time when the server is asked again.
      ageCache(app.cache, 120);
      isDown = true;
      await search("mended", ["pill.png", ...numbered(5)]);
      await search("good", files);
      await search("faulty", [
        "500",
        "502",
        "503",
        "ok in small pieces",
        "good picture",
        "half a picture",
        "login page",
        "404",
      ]);
      await search("dead", numbered(8));
      ageCache(app.cache, 30);
      isDown = false;
      await search("mended", numbered(4, 10));
      await search("dead", numbered(3, 20));
      await search("good", files, "size=300x300");
      const shown = await search("good", files.slice(0, 4), "size=200x200");
      for (const row of shown.rows) await endpoint.ask(row.get("link") ?? "");
      await search("good", files);
      await search("faulty", ["500 again", "good picture", "slow head"]);
    },
  };
}
