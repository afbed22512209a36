import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { LRUCache } from "lru-cache";

const NAME_GOOD_MS = 60_000;
const NAME_BAD_MS = 5_000;
const MAX_NAMES = 1_000;

/** Asks for all addresses of a host name, as `lookup` of node:dns does. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  answered: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/** An address of a host name, and why nobody is sent there; undefined where one may go. */
export type AddressVerdict = { readonly address: string; readonly refusal?: string };

type Judged = LookupAddress & AddressVerdict;
type Answer = { readonly judged: readonly Judged[] } | { readonly error: Error };

export type CheckedLookupOptions = {
  /** Which addresses of a host one may go to. */
  readonly judge: <Address extends { readonly address: string }>(
    hostname: string,
    addresses: readonly Address[],
  ) => readonly (Address & AddressVerdict)[];
  /** What a socket fails with where one may go to none of them. */
  readonly refused: (hostname: string, judged: readonly AddressVerdict[]) => Error;
  /** Absent: as the system does it. */
  readonly resolve?: Resolve;
};

/**
 * Host names to addresses that were judged. A socket connects to exactly these, so that a second DNS answer cannot slip
 * in between. Look-ups share a few threads with all file work, so an answer, good or bad, serves for a while.
 */
export class CheckedLookup {
  readonly #options: CheckedLookupOptions;
  readonly #resolve: Resolve;
  #pending = 0;
  readonly #answers = new LRUCache<string, Promise<Answer>>({ max: MAX_NAMES, ttl: NAME_GOOD_MS });

  constructor(options: CheckedLookupOptions) {
    this.#options = options;
    this.#resolve = options.resolve ?? lookup;
  }

  /** Whether a name server is being asked; nothing can end that before it answers. */
  get isAsking(): boolean {
    return this.#pending > 0;
  }

  /** For sockets: the addresses to which one may go; the error of `refused` where there is none. */
  readonly lookup: LookupFunction = (hostname, options: LookupOptions, callback) => {
    void this.#answerFor(hostname).then((answer) => {
      if ("error" in answer) return callback(answer.error, "");
      const admitted = answer.judged.filter(({ refusal }) => refusal === undefined);
      if (admitted.length === 0) return callback(this.#options.refused(hostname, answer.judged), "");
      const { family } = options;
      const wanted = admitted.filter((address) => !family || family === address.family);
      const usable = wanted.length > 0 ? wanted : admitted;
      const [first] = usable;
      if (options.all) callback(null, [...usable]);
      else callback(null, first?.address ?? "", first?.family);
    });
  };

  /** All addresses of a host of an address, literal or name. Rejects with the error of the look-up. */
  async judge(hostname: string): Promise<readonly AddressVerdict[]> {
    const bare = hostname.replace(/^\[|\]$/g, "");
    if (isIP(bare) !== 0) return this.#options.judge(bare, [{ address: bare }]);
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
        done(error ? { error } : { judged: this.#options.judge(hostname, addresses) });
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
