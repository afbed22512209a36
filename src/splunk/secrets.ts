import { errorCode } from "../base/error-text.ts";
import { fail, type Outcome, succeed } from "../base/outcome.ts";
import { type ImageError, SECRET_REALM } from "../pictures/contract.ts";
import { RestFailure } from "./rest-failure.ts";
import type { SplunkdAccess } from "./service.ts";

/** Reads the secret of an image server by the label of its stanza, `[server:<label>]`. Every failure is `unauthorized`. */
export type SecretReader = (label: string) => Promise<Outcome<string, ImageError>>;

const WHO_MAY_READ =
  "a role of the user needs the capability list_storage_passwords, " +
  "or the search must be a report that runs as its owner, and the owner has it";

/**
 * Reads secrets from Splunk with the rights of the user who searches. Nothing is loaded or asked before the first call,
 * and each label is asked for once, whatever comes of it.
 */
export function openSecrets(access: SplunkdAccess): SecretReader {
  const asked = new Map<string, Promise<Outcome<string, ImageError>>>();
  return (label) => {
    const known = asked.get(label);
    if (known) return known;
    const answer = ask(access, label);
    asked.set(label, answer);
    return answer;
  };
}

async function ask(access: SplunkdAccess, label: string): Promise<Outcome<string, ImageError>> {
  const secret = `the secret of [server:${label}]`;
  if (access.sessionKey === "") {
    return unauthorized(`expected a Splunk session to read ${secret} with, received none; search from within Splunk`);
  }
  try {
    const { openService, storedPassword } = await import("./service.ts");
    const stored = await storedPassword(openService(access), SECRET_REALM, label).fetch();
    const { clear_password: value } = stored.properties();
    if (typeof value === "string" && value !== "") return succeed(value);
    return unauthorized(`expected ${secret} from Splunk, received 200 without it; ${howToStore(access, label)}`);
  } catch (thrown) {
    if (thrown instanceof RestFailure) return unauthorized(`${secret} could not be read: ${thrown.message}`);
    return unauthorized(`expected ${secret} from Splunk, received ${refusal(thrown, access, label)}`);
  }
}

// The SDK throws answers, not errors; only their status is looked at, for the rest may tell too much.
function refusal(thrown: unknown, access: SplunkdAccess, label: string): string {
  const status: unknown = Object(thrown).status;
  if (typeof status !== "number") {
    const name = thrown instanceof Error ? thrown.name : typeof thrown;
    return `an error inside the SDK (${errorCode(thrown) ?? name})`;
  }
  switch (status) {
    case 401:
      return "401, the session is not or no longer good; search again";
    case 403:
      return `403, the user may not read it; ${WHO_MAY_READ}`;
    case 404:
      return `404; ${howToStore(access, label)}`;
    default:
      return `${status}; splunkd.log may tell more`;
  }
}

// Splunk may hide a secret from a user without the capability, so one that is not there can be one that is not shown.
function howToStore({ splunkdUri, app }: SplunkdAccess, label: string): string {
  const endpoint = `${URL.parse(splunkdUri)?.origin}/servicesNS/nobody/${app}/storage/passwords`;
  const fields = `-d realm=${SECRET_REALM} -d name=${label} --data-urlencode 'password=...'`;
  return `store it with: curl -k -u admin ${endpoint} ${fields} - or, if it is stored, ${WHO_MAY_READ}`;
}

function unauthorized(text: string): { readonly ok: false; readonly error: ImageError } {
  return fail({ code: "unauthorized", text });
}
