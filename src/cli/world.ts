import { availableParallelism } from "node:os";
import { openPublisher, type Publish } from "../cache/publisher.ts";
import { Store } from "../cache/store.ts";
import { openDownloader } from "../fetch/download.ts";
import type { SearchArguments } from "../getimage/options.ts";
import type { World } from "../getimage/produce.ts";
import type { Settings } from "../getimage/settings.ts";
import { DecoderProcess } from "../image/decoder-process.ts";
import { errorText } from "../lib/error-text.ts";
import type { Places } from "./places.ts";

export type OpenWorldOptions = {
  readonly search: SearchArguments;
  readonly settings: Settings;
  readonly places: Places;
  readonly decoderProgram: URL;
  readonly signal: AbortSignal;
  /** Told when a picture is there but cannot be laid out for the browser. */
  readonly warn: (text: string) => void;
};

const DECODER_MAX_JOBS = 2_000;
const DECODER_MAX_MEMORY = 768 * 2 ** 20;

/** The real network, disk and decoder. Loaded only when the first row names a picture. */
export function openWorld(options: OpenWorldOptions): World & { readonly close: () => void } {
  const { search, settings, places, signal } = options;
  const { fetch } = settings;
  const downloader = openDownloader({
    servers: settings.servers,
    limits: {
      connectTimeout: search.timeout ?? fetch.connect_timeout,
      firstByteTimeout: search.timeout ?? fetch.first_byte_timeout,
      idleTimeout: fetch.idle_timeout,
      // Who gives a picture more time to begin means it to arrive as well.
      totalTimeout:
        search.timeout === undefined
          ? fetch.total_timeout
          : Math.max(fetch.total_timeout, 2 * search.timeout + fetch.idle_timeout),
      minRate: fetch.min_rate,
      minRateWindow: fetch.min_rate_window,
      maxBytes: fetch.max_bytes,
      maxRedirects: fetch.max_redirects,
      retries: search.retries,
    },
    concurrency: Math.min(fetch.concurrency, search.concurrency),
    perHost: Math.min(fetch.per_host, search.concurrency),
    signal,
    arriving: () => decoder.warmUp(),
  });
  const decoder = new DecoderProcess({
    program: options.decoderProgram,
    concurrency: availableParallelism() + 1,
    timeout: settings.image.decode_timeout,
    maxJobs: DECODER_MAX_JOBS,
    maxMemory: DECODER_MAX_MEMORY,
  });
  signal.addEventListener("abort", () => decoder.close());
  return {
    store: new Store(places.cache),
    download: downloader.download,
    decode: decoder.decode,
    publish: forgiving(openPublisher(places.cache, places.staticCache, places.shortcutUrl), options),
    now: Date.now,
    close() {
      decoder.close();
      downloader.close();
    },
  };
}

// A picture that lies in the cache is good, even where its public copy could not be made.
function forgiving(publish: Publish, { warn }: OpenWorldOptions): Publish {
  let told = false;
  return (file, storedAt) => {
    try {
      return publish(file, storedAt);
    } catch (thrown) {
      if (!told) warn(`pictures have no link: ${errorText(thrown)}`);
      told = true;
      return "";
    }
  };
}
