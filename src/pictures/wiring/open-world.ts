import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import type { LogFields, LogLevel } from "../../splunk/log.ts";
import type { SecretReader } from "../../splunk/secrets.ts";
import { HostRecords } from "../cache/shared/host-records.ts";
import { Store } from "../cache/store/store.ts";
import { Janitor } from "../cache/sweep/janitor.ts";
import type { HostRecord } from "../contract.ts";
import { allowingServer } from "../fetch/admission.ts";
import { Breaker, type BreakerRecords } from "../fetch/breaker.ts";
import { openDownloader } from "../fetch/download.ts";
import { type FetchLimits, limitsFor } from "../fetch/limits.ts";
import type { ImageServer } from "../fetch/server.ts";
import { TimeBudget } from "../fetch/time-budget.ts";
import { DecoderProcess } from "../image/process/decoder-process.ts";
import { breakerLine } from "../log/getimage-log.ts";
import { SweepLog } from "../log/sweep-log.ts";
import { CacheHealth } from "../produce/desk.ts";
import type { World } from "../produce/world.ts";
import { isImpatient, type SearchArguments } from "../settings/search-options.ts";
import type { Settings } from "../settings/settings.ts";
import { BackgroundWork } from "./background-work.ts";
import { cacheLimits, type Places, sweepOptionsOf } from "./places.ts";
import { SpareFolder } from "./spare-folder.ts";

export type OpenWorldOptions = {
  readonly search: SearchArguments;
  readonly settings: Settings;
  readonly secretFor: SecretReader;
  readonly places: Places;
  readonly decoderProgram: URL;
  readonly signal: AbortSignal;
  /** Whether old pictures are deleted meanwhile. */
  readonly sweeps: boolean;
  /** Seconds without work after which the decoder ends; absent where its program ends soon anyway. */
  readonly decoderIdleSeconds?: number;
  /** Called with what an admin should mend, though rows may still get their pictures. */
  readonly warn: (text: string) => void;
  /** Logs what becomes of image servers and of the cache. */
  readonly log: (level: LogLevel, event: string, fields: LogFields) => void;
};

/** The world of one search or of the endpoint, and its end. */
export type OpenedWorld = World & {
  /** Resolves when the work that no row waits for is done, or its time is up. */
  readonly settled: () => Promise<void>;
  /** Whether the program would wait for a name server before it can end. */
  readonly isResolving: () => boolean;
  readonly close: () => void;
};

const DECODER_MAX_JOBS = 2_000;
const SETTLE_MS = 1_000;

/** The real network, disk and decoder. Loaded only when the first row names a picture. */
export function openWorld(options: OpenWorldOptions): OpenedWorld {
  const { search, settings, secretFor, places, signal, sweeps, warn, log } = options;
  const { fetch } = settings;
  const store = new Store({ folder: places.cache, limits: cacheLimits(settings) });
  const spare = new SpareFolder();
  const shared = new HostRecords(store.layout, store.workspace);
  const isOwn = isImpatient(search, settings);
  const breaker = new Breaker({
    records: isOwn ? ownRecords(shared) : shared,
    changed(change) {
      // What a search keeps to itself is no news of the server; that it answers, counts for all.
      if (isOwn && change.state !== "closed") return;
      const { level, fields } = breakerLine(change);
      log(level, "breaker", fields);
    },
    tryProbe: (origin) => store.takeLease(`probe-${createHash("sha256").update(origin).digest("hex")}`),
    failures: fetch.breaker_failures,
    now: Date.now,
  });
  const limitsOf = (server: ImageServer | undefined) =>
    limitsFor(fetchLimits(search, settings), server, search.timeout);
  const downloader = openDownloader({
    servers: settings.servers,
    limitsFor: limitsOf,
    secretFor: ({ label }) => secretFor(label),
    breaker,
    concurrency: Math.min(fetch.concurrency, search.concurrency),
    perHost: Math.min(fetch.per_host, search.concurrency),
    maxSockets: fetch.max_sockets,
    signal,
    arriving: () => decoder.warmUp(),
  });
  const decoder = new DecoderProcess({
    program: options.decoderProgram,
    folders: { read: [store.layout.root], write: [store.workspace.folder, spare.folder] },
    concurrency: availableParallelism() + 1,
    timeoutSeconds: settings.image.decode_timeout,
    maxJobs: DECODER_MAX_JOBS,
    maxMemory: settings.image.decoder_memory,
    ...(options.decoderIdleSeconds !== undefined && { idleSeconds: options.decoderIdleSeconds }),
  });
  const endDecoder = (): void => decoder.close();
  signal.addEventListener("abort", endDecoder);
  const sweepOptions = sweepOptionsOf(store, places, settings);
  const janitor = new Janitor(sweepOptions, (text) => warn(`the cache could not be swept: ${text}`));
  const sweepLog = new SweepLog({
    store,
    limits: cacheLimits(settings),
    log: (fields) => log("INFO", "sweep", fields),
  });
  if (sweeps) janitor.start();
  const background = new BackgroundWork();
  return {
    store,
    spare: spare.next,
    cacheHealth: new CacheHealth(warn),
    downloader,
    refusal: ({ origin }) => breaker.refusal(origin),
    awaitProbes: ({ origin }) => breaker.awaitProbes(origin),
    serverState: ({ origin }) => breaker.state(origin),
    budgetFor: (url) => new TimeBudget(limitsOf(allowingServer(url, settings.servers)).totalTimeoutSeconds),
    decode: decoder.decode,
    inBackground: background.add,
    now: Date.now,
    signal,
    isResolving: downloader.isResolving,
    async settled() {
      await background.settled(SETTLE_MS);
    },
    close() {
      // A world may end long before the signal does.
      signal.removeEventListener("abort", endDecoder);
      decoder.close();
      downloader.close();
      if (sweeps && !signal.aborted) janitor.sweep();
      janitor.stop();
      sweepLog.flush();
      store.close();
      spare.remove();
    },
  };
}

// A server that is too slow for one user's patience is not down for the others.
function ownRecords(shared: HostRecords): BreakerRecords {
  const own = new Map<string, HostRecord>();
  return {
    read: (origin) => own.get(origin) ?? shared.read(origin),
    write: (origin, record) => own.set(origin, record),
    remove(origin) {
      own.delete(origin);
      shared.remove(origin);
    },
  };
}

function fetchLimits(search: SearchArguments, { fetch }: Settings): FetchLimits {
  return {
    connectTimeoutSeconds: fetch.connect_timeout,
    firstByteTimeoutSeconds: fetch.first_byte_timeout,
    idleTimeoutSeconds: fetch.idle_timeout,
    totalTimeoutSeconds: fetch.total_timeout,
    minRate: fetch.min_rate,
    minRateWindowSeconds: fetch.min_rate_window,
    maxBytes: fetch.max_bytes,
    maxRedirects: fetch.max_redirects,
    retries: search.retries,
  };
}
