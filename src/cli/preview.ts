import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { layPreviewFiles, laySplunkFiles } from "../../scripts/preview-files.ts";
import { eventsOf } from "../preview/events.ts";
import { PictureDesk } from "../preview/picture-desk.ts";
import { Searches } from "../preview/searches.ts";
import { readAppViews } from "../preview/site/app-views.ts";
import { startPreviewServer } from "../preview/site/preview-server.ts";
import { startSplunkdSession } from "../preview/splunkd-session.ts";
import { makeTrialApp } from "../preview/trial-app.ts";

export type PreviewRequest = {
  /** 0 takes a free one. */
  readonly port: number;
  /** Records as a CSV file, and the name under which searches find them. */
  readonly csv: Buffer;
  readonly source: string;
  readonly sourcetype: string;
  /** Definitions of the app's macros for these records. */
  readonly macros: Readonly<Record<string, string>>;
  /** Image servers that may be asked beside those of getimage.conf. */
  readonly servers: readonly string[];
  /** Where cache and log lie. */
  readonly var: string;
};

const project = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Serves the app's views over records on loopback until the process is told to end. */
export async function servePreview(request: PreviewRequest): Promise<void> {
  const told = toldToEnd();
  const program = (name: string) => [process.execPath, project(`src/cli/${name}.ts`)] as const;
  const trial = makeTrialApp({
    app: project("app"),
    var: request.var,
    program: program("getimage"),
    servers: request.servers,
    serve: "rest",
  });
  const [shipped, own] = [join(trial.folder, "appserver", "static"), join(trial.folder, "preview")];
  await Promise.all([laySplunkFiles(shipped), layPreviewFiles(own)]);
  const session = await startSplunkdSession();
  const { sessionKey, splunkdUri } = session;
  const app = readAppViews(project("app"), request.macros);
  const pictures = new PictureDesk(trial.programWith(program("image-endpoint")));
  const searches = new Searches({
    events: eventsOf(request.csv, { ...request, indexed: new Date() }),
    macros: (name) => app.macros.get(name),
    command: trial.command,
    searchInfo: { session_key: sessionKey, splunkd_uri: splunkdUri },
  });
  const about = {
    log: join(request.var, "log", "getimage.log"),
    records: request.source,
    imageServers: request.servers,
  };
  try {
    const server = await startPreviewServer({
      port: request.port,
      app,
      shipped,
      own,
      searches,
      pictures,
      about,
      session: { sessionKey, splunkdUri },
    });
    process.stdout.write(`Preview: ${server.address} (Ctrl-C ends it)\n`);
    await told;
    await server.close();
  } finally {
    await Promise.all([pictures.close(), session.close()]);
    trial.remove();
  }
}

// Asked more than once it goes on ending: a terminal's Ctrl-C reaches it by several ways.
function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
  });
}
