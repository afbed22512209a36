import { type LookupAddress, type LookupOptions, lookup as resolve } from "node:dns";
import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { LRUCache } from "lru-cache";
import type { AllowedServer } from "./admission.ts";
import { admitAddresses } from "./admission.ts";
import { FetchRefused } from "./failure.ts";
import type { PhaseClock } from "./phase-clock.ts";

const NAME_GOOD_MS = 60_000;
const NAME_BAD_MS = 5_000;

/** What axios wants as `transport`: something that opens a request. */
export type Transport = {
  readonly request: (options: RequestOptions, answered: (response: IncomingMessage) => void) => ClientRequest;
};

/** The connections of one process: kept alive, and only ever to addresses that were checked when they were made. */
export type Connections = {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
  /** Opens requests that tell the clock in which phase they are. */
  readonly transportFor: (clock: PhaseClock, host: string) => Transport;
  readonly close: () => void;
};

export function openConnections(servers: readonly AllowedServer[]): Connections {
  const lookup = checkedLookup(servers);
  const keepAlive = { keepAlive: true, maxFreeSockets: 64, lookup };
  const httpAgent = new http.Agent(keepAlive);
  const httpsAgent = new https.Agent(keepAlive);
  return {
    httpAgent,
    httpsAgent,
    transportFor: (clock, host) => ({
      request(options, answered) {
        const secure = options.protocol === "https:";
        const request = (secure ? https : http).request(options, answered);
        request.once("socket", (socket) => {
          if (request.reusedSocket) clock.awaitingAnswer(host);
          else socket.once(secure ? "secureConnect" : "connect", () => clock.awaitingAnswer(host));
        });
        return request;
      },
    }),
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

type Answer = { readonly addresses: readonly LookupAddress[] } | { readonly error: Error };

// The socket connects to exactly the addresses that were judged here, so a second DNS answer cannot slip in between.
// DNS look-ups share four threads with all file work, so an answer, good or bad, serves for a while.
function checkedLookup(servers: readonly AllowedServer[]): LookupFunction {
  const answers = new LRUCache<string, Promise<Answer>>({ max: 1_000, ttl: NAME_GOOD_MS });
  const ask = (hostname: string): Promise<Answer> =>
    new Promise((done) => {
      resolve(hostname, { all: true }, (error, addresses) => {
        if (error) return done({ error });
        const admitted = admitAddresses(hostname, addresses, servers);
        done(admitted.ok ? { addresses: admitted.value } : { error: new FetchRefused(admitted.error) });
      });
    });
  const answerFor = (hostname: string): Promise<Answer> => {
    const known = answers.get(hostname);
    if (known) return known;
    const asked = ask(hostname);
    answers.set(hostname, asked);
    void asked.then((answer) => {
      if ("error" in answer) answers.set(hostname, asked, { ttl: NAME_BAD_MS });
    });
    return asked;
  };

  return (hostname, options: LookupOptions, callback) => {
    void answerFor(hostname).then((answer) => {
      if ("error" in answer) return callback(answer.error, "");
      const { family } = options;
      const wanted = answer.addresses.filter((address) => !family || family === address.family);
      const usable = wanted.length > 0 ? wanted : answer.addresses;
      const [first] = usable;
      if (options.all) callback(null, [...usable]);
      else callback(null, first?.address ?? "", first?.family);
    });
  };
}
