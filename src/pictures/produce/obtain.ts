import { setTimeout as delay } from "node:timers/promises";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { CANCELLED } from "../contract.ts";
import { lookUp, recall } from "./cache-lookup.ts";
import { fetchPicture } from "./fetch-picture.ts";
import { mayRead } from "./options.ts";
import { type Failure, failureFrom, type Picture, storedPicture } from "./picture.ts";
import { renderOriginal } from "./render.ts";
import type { FetchTask } from "./task.ts";

const FIRST_LOOK_MS = 25;
const LONGEST_LOOK_MS = 200;

/**
 * The picture of one candidate, from its server. Searches that want the same picture at once make one request: whoever
 * holds its lease fetches, the others wait for what that leaves in the cache.
 */
export async function obtain(task: FetchTask): Promise<Outcome<Picture, Failure>> {
  const { candidate, world, options } = task;
  // Looked up again: the mirror before this one may have taken seconds, and a failed conversion is remembered by now.
  const remembered = mayRead(options) ? recall(candidate, world, options) : undefined;
  if (remembered?.means === "holds") return fail(failureFrom(remembered.entry));
  const informed = remembered ? { ...task, remembered } : task;
  const isShared = mayRead(options) && world.cacheHealth.works();
  return isShared ? takeTurns(informed) : inTurn(informed, () => fetchPicture(informed, true));
}

async function takeTurns(first: FetchTask): Promise<Outcome<Picture, Failure>> {
  const { candidate, world, options } = first;
  const since = world.now();
  let task = first;
  const name = candidate.sourceKey;
  let patienceEnds = Number.POSITIVE_INFINITY;
  for (;;) {
    // The lease is taken when it is this picture's turn: one that is held in a queue would hold up other searches.
    const made = await inTurn(task, async () => {
      const lease = world.store.takeLease(name);
      if (lease === "held") {
        return world.now() < patienceEnds ? undefined : fetchPicture(task, false);
      }
      try {
        return (await leftByAnother(task, since)) ?? (await fetchPicture(task, true));
      } finally {
        lease.release();
      }
    });
    if (made) return made;
    patienceEnds = Math.min(patienceEnds, world.now() + options.leaseWaitSeconds * 1000);
    for (let pause = FIRST_LOOK_MS; world.store.isHeld(name) && world.now() < patienceEnds; pause *= 1.5) {
      await delay(Math.min(pause, LONGEST_LOOK_MS), undefined, { signal: world.signal }).catch(() => {});
      if (world.signal.aborted) return fail({ error: CANCELLED });
    }
    const left = await leftByAnother(task, since);
    if (left) return left;
    // What it left may be good for one request only, but then the server need not send it again.
    task = { ...task, cached: lookUp(candidate, world, options) };
  }
}

// A server may be found down while its pictures stand in line; then none of them needs a turn, nor a lease.
async function inTurn<Value>(
  { candidate: { url }, world }: FetchTask,
  work: () => Promise<Value>,
): Promise<Value | Outcome<never, Failure>> {
  const refused = (): Outcome<never, Failure> | undefined => {
    const refusal = world.refusal(url);
    return refusal && fail({ error: refusal });
  };
  const turn = async (): Promise<Value | Outcome<never, Failure>> => {
    await world.awaitProbes(url);
    return refused() ?? work();
  };
  return refused() ?? world.downloader.inTurn(url, turn);
}

async function leftByAnother(task: FetchTask, since: number): Promise<Outcome<Picture, Failure> | undefined> {
  const { candidate, world, options } = task;
  const { result, source, standing } = lookUp(candidate, world, options);
  const isNew = result && result.entry.origin.checkedAt >= since;
  if (result && (standing === "good" || isNew)) return succeed(storedPicture(result, "hit"));
  const remembered = recall(candidate, world, options);
  if (source && standing === "good" && !remembered) {
    const made = await renderOriginal(candidate, source, task);
    if (made) return succeed(made);
  }
  return remembered?.means === "holds" ? fail(failureFrom(remembered.entry)) : undefined;
}
