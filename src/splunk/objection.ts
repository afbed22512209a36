import { CAPABILITY } from "../pictures/contract.ts";
import { hasCapability } from "./capability.ts";
import type { SplunkdAccess } from "./service.ts";

/**
 * Why a user may not look at pictures, as a sentence; undefined where nothing stands against it. Splunk lets only some
 * roles use the command; this holds where somebody has opened it to others.
 * @param cures keys of `[splunkd]` in getimage.conf that help where splunkd cannot be asked
 */
export async function objectionTo(
  user: string,
  access: SplunkdAccess,
  cures: readonly string[],
): Promise<string | undefined> {
  const mayLook = await hasCapability(access, CAPABILITY);
  if (!mayLook.ok) {
    return `${mayLook.error}; an admin can set [splunkd] ${cures.join(" or ")} of getimage.conf`;
  }
  if (mayLook.value) return undefined;
  return `user ${user} lacks the capability ${CAPABILITY}; an admin can give it to one of the user's roles`;
}
