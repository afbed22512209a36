import { fail, type Outcome, succeed } from "../base/outcome.ts";
import { RestFailure } from "./rest-failure.ts";
import type { SplunkdAccess } from "./service.ts";

/** What splunkd says of whoever has a session; see its REST reference, authentication/current-context. */
const CONTEXT = "/services/authentication/current-context";

/**
 * Whether the user of a session has a capability, by any of the roles. The error is a sentence that says why splunkd could
 * not be asked.
 */
export async function hasCapability(access: SplunkdAccess, capability: string): Promise<Outcome<boolean, string>> {
  const wanted = `expected splunkd to tell the user's capabilities`;
  try {
    const { openService } = await import("./service.ts");
    const { status, data } = await openService(access).get(CONTEXT, {});
    if (status >= 400) return fail(`${wanted}, received ${status}`);
    const capabilities = capabilitiesIn(data);
    if (!capabilities) return fail(`${wanted}, received ${status} without them`);
    return succeed(capabilities.includes(capability));
  } catch (thrown) {
    if (thrown instanceof RestFailure) return fail(`${wanted}; ${thrown.message}`);
    const status: unknown = Object(thrown).status;
    return fail(`${wanted}, received ${typeof status === "number" ? status : "an error inside the SDK"}`);
  }
}

/**
 * Why a user may not do what a capability stands for, as a sentence; undefined where nothing stands against it.
 * @param cure what an admin can do where splunkd cannot be asked: completes the sentence "an admin can ..."
 */
export async function capabilityRefusal(
  user: string,
  access: SplunkdAccess,
  capability: string,
  cure: string,
): Promise<string | undefined> {
  const found = await hasCapability(access, capability);
  if (!found.ok) return `${found.error}; an admin can ${cure}`;
  if (found.value) return undefined;
  return `user ${user} lacks the capability ${capability}; an admin can give it to one of the user's roles`;
}

function capabilitiesIn(data: unknown): readonly unknown[] | undefined {
  const entries: unknown = Object(data).entry;
  const [first]: readonly unknown[] = Array.isArray(entries) ? entries : [];
  const capabilities: unknown = Object(Object(first).content).capabilities;
  return Array.isArray(capabilities) ? capabilities : undefined;
}
