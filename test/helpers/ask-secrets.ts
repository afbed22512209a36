import { SERVER_SECRETS } from "../../src/pictures/fetch/identity.ts";
import { openSecrets } from "../../src/splunk/secrets.ts";
import type { SplunkdAccess } from "../../src/splunk/service.ts";

/** What the program below tells its parent. */
export type AskedSecrets = {
  /** Secrets, or texts of errors. */
  readonly answers: readonly string[];
  readonly environment: { readonly before: NodeJS.ProcessEnv; readonly after: NodeJS.ProcessEnv };
};

/** A program that reads the secret of a label in several ways, and does nothing else. */
const [accesses = "[]", label = ""] = process.argv.slice(2);
const before = { ...process.env };
const parsed: readonly SplunkdAccess[] = JSON.parse(accesses);
const outcomes = await Promise.all(parsed.map((access) => openSecrets(access, SERVER_SECRETS)(label)));
const answers = outcomes.map((outcome) => (outcome.ok ? outcome.value : outcome.error));
process.send?.({ answers, environment: { before, after: { ...process.env } } } satisfies AskedSecrets);
process.disconnect();
