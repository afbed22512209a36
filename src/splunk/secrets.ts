import { errorCode } from "../base/error-text.ts";
import { fail, type Outcome, succeed } from "../base/outcome.ts";
import { RestFailure } from "./rest-failure.ts";
import type { SplunkdAccess } from "./service.ts";

/** Which secrets are meant: those that lie in storage/passwords under a realm, and what an error calls one of them. */
export type SecretKind = {
  readonly realm: string;
  /** As in "the secret of [server:xray]". @param name the user name under which it is stored */
  readonly title: (name: string) => string;
};

/** Reads a secret by the user name under which it is stored. The error is a sentence: what was wanted, what came, what to do. */
export type SecretReader = (name: string) => Promise<Outcome<string, string>>;

const WHO_MAY_READ =
  "a role of the user needs the capability list_storage_passwords, " +
  "or the search must be a report that runs as its owner, and the owner has it";

/**
 * Reads secrets from Splunk with the rights of the user who searches. Nothing is loaded or asked before the first call,
 * and each name is asked for once, whatever comes of it.
 */
export function openSecrets(access: SplunkdAccess, kind: SecretKind): SecretReader {
  const asked = new Map<string, Promise<Outcome<string, string>>>();
  return (name) => {
    const known = asked.get(name);
    if (known) return known;
    const answer = ask(access, kind, name);
    asked.set(name, answer);
    return answer;
  };
}

async function ask(access: SplunkdAccess, kind: SecretKind, name: string): Promise<Outcome<string, string>> {
  const secret = kind.title(name);
  if (access.sessionKey === "") {
    return fail(`expected a Splunk session to read ${secret} with, received none; search from within Splunk`);
  }
  try {
    const { openService, storedPassword } = await import("./service.ts");
    const stored = await storedPassword(openService(access), kind.realm, name).fetch();
    const { clear_password: value } = stored.properties();
    if (typeof value === "string" && value !== "") return succeed(value);
    return fail(`expected ${secret} from Splunk, received 200 without it; ${howToStore(access, kind, name)}`);
  } catch (thrown) {
    if (thrown instanceof RestFailure) return fail(`${secret} could not be read: ${thrown.message}`);
    return fail(`expected ${secret} from Splunk, received ${refusal(thrown, access, kind, name)}`);
  }
}

// The SDK throws answers, not errors; only their status is looked at, for the rest may say too much.
function refusal(thrown: unknown, access: SplunkdAccess, kind: SecretKind, name: string): string {
  const status: unknown = Object(thrown).status;
  if (typeof status !== "number") {
    const thrownName = thrown instanceof Error ? thrown.name : typeof thrown;
    return `an error inside the SDK (${errorCode(thrown) ?? thrownName})`;
  }
  switch (status) {
    case 401:
      return "401, the session is not or no longer good; search again";
    case 403:
      return `403, the user may not read it; ${WHO_MAY_READ}`;
    case 404:
      return `404; ${howToStore(access, kind, name)}`;
    default:
      return `${status}; splunkd.log may tell more`;
  }
}

// Splunk may hide a secret from a user without the capability, so one that is not there can be one that is not shown.
function howToStore({ splunkdUri, app }: SplunkdAccess, { realm }: SecretKind, name: string): string {
  const endpoint = `${URL.parse(splunkdUri)?.origin}/servicesNS/nobody/${app}/storage/passwords`;
  const fields = `-d realm=${realm} -d name=${name} --data-urlencode 'password=...'`;
  return `store it with: curl -k -u admin ${endpoint} ${fields} - or, if it is stored, ${WHO_MAY_READ}`;
}
