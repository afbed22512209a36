import { LRUCache } from "lru-cache";
import type { EndpointRequest } from "../../splunk/persistent/request.ts";

/** Why the user of a request may not look at pictures, as a sentence; undefined where nothing stands against it. */
export type Objection = (request: EndpointRequest) => Promise<string | undefined>;

/** A dashboard asks for a hundred pictures at once; a role that is taken away counts within this time. */
const TRUSTED_MS = 60_000;
const MOST_SESSIONS = 256;

/**
 * Asks for each session now and then. splunkd lets only those in who have the capability; this holds where somebody has
 * changed the stanza that says so. A refusal is never remembered, so a role that is given counts at once.
 */
export function openGuard(ask: Objection): Objection {
  const trusted = new LRUCache<string, true>({ max: MOST_SESSIONS, ttl: TRUSTED_MS });
  return async (request) => {
    const { sessionKey } = request;
    if (sessionKey === "") return "expected a session of Splunk, received a request without one";
    if (trusted.has(sessionKey)) return undefined;
    const objection = await ask(request);
    if (objection === undefined) trusted.set(sessionKey, true);
    return objection;
  };
}
