import { mkdirSync, readlinkSync, renameSync, symlinkSync, unlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { errorCode } from "../base/error-text.ts";
import { type Workspace, wasTouchedWithin } from "./workspace.ts";

/** Leave to do a piece of work that no other process of the machine does meanwhile. */
export type Lease = { readonly release: () => void };

const DEAD_AFTER_MS = 4_000;
const COMMON: Lease = { release: () => {} };

/**
 * Takes a lease: a symbolic link to the workspace of its holder, which the file system makes for one taker only. The
 * lease of a process whose heart stopped is taken over.
 *
 * A lease only saves work. Files stay whole without it, because each is written apart and renamed; so where none can be
 * made, on a full or read-only disk, everybody has leave.
 * @param locks folder of the leases
 * @param name one that this program made, fit for a file
 */
export function takeLease(locks: string, workspace: Workspace, name: string): Lease | "held" {
  const link = join(locks, name);
  const target = relative(locks, workspace.folder);
  try {
    workspace.beat();
    mkdirSync(locks, { recursive: true, mode: 0o700 });
    if (!make(link, target)) {
      const seen = targetOf(link);
      if (isHeld(locks, name)) return "held";
      if (seen !== undefined && !clearAway(link, seen, workspace)) return "held";
      if (!make(link, target)) return "held";
    }
  } catch {
    return COMMON;
  }
  let isOurs = true;
  return {
    release() {
      // Only once: what is there later is another lease, even where this process holds it.
      if (isOurs) unlinkIf(link, target);
      isOurs = false;
    },
  };
}

/** Whether a living process holds a lease; a look that changes nothing. */
export function isHeld(locks: string, name: string): boolean {
  return isAlive(join(locks, name), Date.now());
}

/** Whether a workspace, or the one that a lease leads to, belongs to a process whose heart beats. */
export function isAlive(path: string, now: number): boolean {
  try {
    return wasTouchedWithin(DEAD_AFTER_MS, path, now);
  } catch {
    return false;
  }
}

function make(link: string, target: string): boolean {
  try {
    symlinkSync(target, link);
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === "EEXIST") return false;
    throw thrown;
  }
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch (thrown) {
    if (errorCode(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
}

/** Moves a dead lease out of the way; false when a living one came into its place since it was judged. */
function clearAway(link: string, dead: string, workspace: Workspace): boolean {
  const aside = workspace.temporary();
  try {
    renameSync(link, aside);
  } catch (thrown) {
    if (errorCode(thrown) === "ENOENT") return true;
    throw thrown;
  }
  const moved = readlinkSync(aside);
  unlinkSync(aside);
  if (moved !== dead) make(link, moved);
  return moved === dead;
}

function unlinkIf(link: string, target: string): void {
  try {
    if (targetOf(link) === target) unlinkSync(link);
  } catch {
    // It is dead with this process at the latest.
  }
}
