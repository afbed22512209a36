import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { LRUCache } from "lru-cache";
import { type AddressVerdict, admitAddresses, judgeAddresses } from "../pictures/fetch/admission.ts";
import { FetchRefused } from "../pictures/fetch/failure.ts";
import type { AllowedServer } from "../pictures/fetch/server.ts";

const NAME_GOOD_MS = 60_000;
const NAME_BAD_MS = 5_000;
const MAX_NAMES = 1_000;

/** Asks for all addresses of a host name, as `lookup` of node:dns does. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  answered: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

type Judged = LookupAddress & AddressVerdict;
type Answer = { readonly judged: readonly Judged[] } | { readonly error: Error };

/**
 * Host names to addresses that were judged. A socket connects to exactly these, so that a second DNS answer cannot slip
 * in between. Look-ups share a few threads with all file work, so an answer, good or bad, serves for a while.
 */
export class CheckedLookup {
  readonly #servers: readonly AllowedServer[];
  readonly #resolve: Resolve;
  #pending = 0;
  readonly #answers = new LRUCache<string, Promise<Answer>>({ max: MAX_NAMES, ttl: NAME_GOOD_MS });

  constructor(servers: readonly AllowedServer[], resolve: Resolve = lookup) {
    this.#servers = servers;
    this.#resolve = resolve;
  }

  /** Whether a name server is being asked; nothing can end that before it answers. */
  get isAsking(): boolean {
    return this.#pending > 0;
  }

  /** For sockets: the addresses to which one may go; a `FetchRefused` where there is none. */
  readonly lookup: LookupFunction = (hostname, options: LookupOptions, callback) => {
    void this.#answerFor(hostname).then((answer) => {
      if ("error" in answer) return callback(answer.error, "");
      const admitted = admitAddresses(hostname, answer.judged);
      if (!admitted.ok) return callback(new FetchRefused(admitted.error), "");
      const { family } = options;
      const wanted = admitted.value.filter((address) => !family || family === address.family);
      const usable = wanted.length > 0 ? wanted : admitted.value;
      const [first] = usable;
      if (options.all) callback(null, [...usable]);
      else callback(null, first?.address ?? "", first?.family);
    });
  };

  /** All addresses of a host of an address, literal or name. Rejects with the error of the look-up. */
  async judge(hostname: string): Promise<readonly AddressVerdict[]> {
    const bare = hostname.replace(/^\[|\]$/g, "");
    if (isIP(bare) !== 0) return judgeAddresses(bare, [{ address: bare }], this.#servers);
    const answer = await this.#answerFor(hostname);
    if ("error" in answer) throw answer.error;
    return answer.judged;
  }

  #answerFor(hostname: string): Promise<Answer> {
    const known = this.#answers.get(hostname);
    if (known) return known;
    this.#pending++;
    const asked = new Promise<Answer>((done) => {
      this.#resolve(hostname, { all: true }, (error, addresses) => {
        this.#pending--;
        done(error ? { error } : { judged: judgeAddresses(hostname, addresses, this.#servers) });
      });
    });
    this.#answers.set(hostname, asked);
    void asked.then((answer) => {
      const isGood = "judged" in answer && answer.judged.some(({ refusal }) => refusal === undefined);
      if (!isGood) this.#answers.set(hostname, asked, { ttl: NAME_BAD_MS });
    });
    return asked;
  }
}
