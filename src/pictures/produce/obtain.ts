import { setTimeout as delay } from "node:timers/promises";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { CANCELLED } from "../contract.ts";
import { lookUp, recall } from "./cache-lookup.ts";
import { fetchPicture } from "./fetch-picture.ts";
import type { Asked } from "./fetch-task.ts";
import { type Failure, failureFrom, type Made } from "./picture.ts";
import { renderOriginal } from "./render.ts";
import { mayRead } from "./world.ts";

const FIRST_LOOK_MS = 25;
const LONGEST_LOOK_MS = 200;

/**
 * The picture of one candidate, from its server. Searches that want the same picture at once make one request: whoever
 * holds its lease fetches, the others wait for what that leaves in the cache.
 */
export async function obtain(asked: Asked): Promise<Outcome<Made, Failure>> {
  const { candidate, world, options } = asked;
  const remembered = mayRead(options) ? recall(candidate, world, options) : undefined;
  if (remembered?.means === "holds") return fail(failureFrom(remembered.entry));
  const informed = remembered ? { ...asked, remembered } : asked;
  const isShared = mayRead(options) && world.cacheHealth.works();
  return isShared ? takeTurns(informed) : inTurn(informed, () => fetchPicture(informed, true));
}

async function takeTurns(first: Asked): Promise<Outcome<Made, Failure>> {
  const { candidate, world, options } = first;
  const since = world.now();
  let asked = first;
  const name = candidate.sourceKey;
  let patienceEnds = Number.POSITIVE_INFINITY;
  for (;;) {
    // The lease is taken when it is this picture's turn: one that is held in a queue would hold up other searches.
    const made = await inTurn(asked, async () => {
      const lease = world.store.takeLease(name);
      if (lease === "held") {
        return world.now() < patienceEnds ? undefined : fetchPicture(asked, false);
      }
      try {
        return (await leftByAnother(asked, since)) ?? (await fetchPicture(asked, true));
      } finally {
        lease.release();
      }
    });
    if (made) return made;
    patienceEnds = Math.min(patienceEnds, world.now() + options.leaseWait * 1000);
    for (let pause = FIRST_LOOK_MS; world.store.isHeld(name) && world.now() < patienceEnds; pause *= 1.5) {
      await delay(Math.min(pause, LONGEST_LOOK_MS), undefined, { signal: world.signal }).catch(() => {});
      if (world.signal.aborted) return fail({ error: CANCELLED });
    }
    const left = await leftByAnother(asked, since);
    if (left) return left;
    // What it left may be good for one request only, but then the server need not send it again.
    asked = { ...asked, kept: lookUp(candidate, world, options) };
  }
}

// A server may be found down while its pictures stand in line; then none of them needs a turn, nor a lease.
async function inTurn<Made>(
  { candidate: { url }, world }: Asked,
  work: () => Promise<Made>,
): Promise<Made | Outcome<never, Failure>> {
  const refused = (): Outcome<never, Failure> | undefined => {
    const refusal = world.refusal(url);
    return refusal && fail({ error: refusal });
  };
  const turn = async (): Promise<Made | Outcome<never, Failure>> => {
    await world.calm(url);
    return refused() ?? work();
  };
  return refused() ?? world.downloader.inTurn(url, turn);
}

async function leftByAnother(
  { candidate, plan, world, options }: Asked,
  since: number,
): Promise<Outcome<Made, Failure> | undefined> {
  const { result, source, standing } = lookUp(candidate, world, options);
  const isNew = result && result.entry.origin.checkedAt >= since;
  if (result && (standing === "good" || isNew)) return succeed({ ...result, cache: "hit" });
  const remembered = recall(candidate, world, options);
  if (source && standing === "good" && !remembered) {
    const made = await renderOriginal(candidate, plan, source, world, options);
    if (made) return succeed(made);
  }
  return remembered?.means === "holds" ? fail(failureFrom(remembered.entry)) : undefined;
}
