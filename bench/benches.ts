import type { Bench } from "./bench.ts";
import { coldSearch } from "./suite/cold-search.ts";
import { hit } from "./suite/hit.ts";
import { protocol } from "./suite/protocol.ts";
import { start } from "./suite/start.ts";

/** All benches, in the order in which they run and stand in docs/performance.md. */
export const BENCHES: readonly Bench[] = [coldSearch, hit, start, protocol];
