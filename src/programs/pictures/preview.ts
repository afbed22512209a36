import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { layPreviewFiles, laySplunkFiles } from "../../../scripts/preview-files.ts";
import { CAPABILITY } from "../../pictures/contract.ts";
import { makeTrialApp } from "../../stand-in/home/trial-app.ts";
import { readAppViews } from "../../stand-in/splunk-web/app-views.ts";
import { startPreviewServer } from "../../stand-in/splunk-web/preview-server.ts";
import { eventsOf } from "../../stand-in/splunkd/events.ts";
import { HandlerPool } from "../../stand-in/splunkd/handler-pool.ts";
import { startRestServer } from "../../stand-in/splunkd/rest-server.ts";
import { Searches } from "../../stand-in/splunkd/searches.ts";
import { SplunkdStore } from "../../stand-in/splunkd/store.ts";

export type PreviewRequest = {
  /** Folder of the app whose views and settings count; by default that of this project. */
  readonly app?: string;
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

const project = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** A preview that runs. */
export type OpenPreview = { readonly address: string; readonly close: () => Promise<void> };

/** Starts all that a preview needs; whoever opens it must close it. */
export async function openPreview(request: PreviewRequest): Promise<OpenPreview> {
  const { app: appFolder = project("app") } = request;
  const program = (name: string) => [process.execPath, project(`src/programs/pictures/${name}.ts`)] as const;
  const app = readAppViews(appFolder, request.macros);
  const trial = makeTrialApp({
    app: appFolder,
    var: request.var,
    program: program("getimage"),
    servers: request.servers,
    serve: "rest",
  });
  const [shipped, own] = [join(trial.folder, "appserver", "static"), join(trial.folder, "preview")];
  // Its only user may do all, and there are no secrets: a server that wants a login gets none.
  const sessionKey = randomUUID();
  const splunkd = await startRestServer({
    sessions: new Map([[sessionKey, { user: "admin", capabilities: [CAPABILITY], readsPasswords: true }]]),
    store: new SplunkdStore(),
  });
  const endpoint = new HandlerPool(trial.programWith(program("image-endpoint")));
  const release = async (): Promise<void> => {
    await Promise.all([endpoint.close(), splunkd.close()]);
    trial.remove();
  };
  try {
    await Promise.all([laySplunkFiles(shipped), layPreviewFiles(own)]);
    const server = await startPreviewServer({
      port: request.port,
      app,
      shipped,
      own,
      searches: new Searches({
        events: eventsOf(request.csv, { ...request, indexed: new Date() }),
        macros: (name) => app.macros.get(name),
        command: trial.command,
        searchInfo: { session_key: sessionKey, splunkd_uri: splunkd.uri },
      }),
      endpoint,
      about: {
        log: join(request.var, "log", "getimage.log"),
        records: request.source,
        imageServers: request.servers,
      },
      session: { sessionKey, splunkdUri: splunkd.uri },
    });
    return {
      address: server.address,
      async close() {
        await server.close();
        await release();
      },
    };
  } catch (thrown) {
    await release();
    throw thrown;
  }
}

/** Serves the app's views over records on loopback until a signal ends the process. */
export async function servePreview(request: PreviewRequest): Promise<void> {
  const ended = signalToEnd();
  const { address, close } = await openPreview(request);
  process.stdout.write(`Preview: ${address} (Ctrl-C ends it)\n`);
  await ended;
  await close();
}

// Asked more than once it goes on ending: a terminal's Ctrl-C reaches it by several ways.
function signalToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
  });
}
