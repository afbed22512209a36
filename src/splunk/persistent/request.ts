import { parseJson } from "../../base/json.ts";

/** What a browser asks of an endpoint, as splunkd hands it over. */
export type EndpointRequest = {
  readonly method: string;
  /** What follows the endpoint in the address. */
  readonly path: string;
  /** Entity tags that the browser has; empty for none. */
  readonly ifNoneMatch: string;
  readonly user: string;
  /** Session of the user, for asking splunkd with the user's rights. */
  readonly sessionKey: string;
  /** Where splunkd's REST API is reached. */
  readonly splunkdUri: string;
};

/**
 * Reads a request; undefined where it is none. What is missing is empty.
 * @param endpoint the address of the endpoint as splunkd knows it, between slashes
 */
export function readRequest(block: Buffer, endpoint: string): EndpointRequest | undefined {
  const request = parseJson(block.toString("utf8"));
  const method = member(request, "method");
  if (method === "") return undefined;
  const session = partOf(request, "session");
  return {
    method,
    path: pathBelow(endpoint, member(request, "rest_path"), member(request, "path_info")),
    ifNoneMatch: header(request, "if-none-match"),
    user: member(session, "user"),
    sessionKey: member(session, "authtoken"),
    splunkdUri: member(partOf(request, "server"), "rest_uri"),
  };
}

// The whole path is the surer one: what path_info leaves out depends on how the stanza matches.
function pathBelow(endpoint: string, whole: string, info: string): string {
  const at = whole.indexOf(endpoint);
  return at >= 0 ? whole.slice(at + endpoint.length) : info.replace(/^\//, "");
}

function header(request: unknown, wanted: string): string {
  const headers = partOf(request, "headers");
  const pairs: readonly unknown[] = Array.isArray(headers) ? headers : [];
  for (const pair of pairs) {
    const [name, value]: readonly unknown[] = Array.isArray(pair) ? pair : [];
    if (typeof name === "string" && name.toLowerCase() === wanted && typeof value === "string") return value;
  }
  return "";
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function member(value: unknown, name: string): string {
  const found = partOf(value, name);
  return typeof found === "string" ? found : "";
}
