import type { Bench } from "./bench.ts";
import { cacheSize } from "./suite/cache-size.ts";
import { coldSearch } from "./suite/cold-search.ts";
import { deadServer } from "./suite/dead-server.ts";
import { endpoint } from "./suite/endpoint.ts";
import { gallery } from "./suite/gallery.ts";
import { hit } from "./suite/hit.ts";
import { memory } from "./suite/memory.ts";
import { parallel } from "./suite/parallel.ts";
import { protocol } from "./suite/protocol.ts";
import { start } from "./suite/start.ts";
import { zipf } from "./suite/zipf.ts";

/** All benches, in the order in which they run and stand in docs/pictures/performance.md. */
export const BENCHES: readonly Bench[] = [
  coldSearch,
  hit,
  start,
  protocol,
  deadServer,
  cacheSize,
  parallel,
  memory,
  endpoint,
  gallery,
  zipf,
];
