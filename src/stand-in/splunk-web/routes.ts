import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { errorCode } from "../../base/error-text.ts";
import { ENDPOINT_URL } from "../../pictures/contract.ts";
import type { BrowserReply, BrowserRequest } from "../splunkd/handler-process.ts";
import { type RestReply, type RestRequest, readRestRequest } from "../splunkd/rest.ts";
import { type Route, reply } from "./web-server.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".html": "text/plain; charset=utf-8",
};

/** Files of a folder, at an address that ends in `/`. Nothing where there is none, or none that a page needs. */
export function files(below: string, folder: string): Route {
  return ({ path }, response) => {
    if (!path.startsWith(below)) return false;
    const names = path.slice(below.length).split("/");
    const type = TYPES[extname(path)];
    if (type === undefined || names.some((name) => !/^[\w-][\w.-]*$/.test(name))) return false;
    const body = contentOf(join(folder, ...names));
    return body !== undefined && reply(response, 200, type, body);
  };
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (thrown) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(errorCode(thrown) ?? "")) return undefined;
    throw thrown;
  }
}

/** Pictures of the image endpoint, at the address that links have. */
export function pictures(ask: (request: BrowserRequest) => Promise<BrowserReply | undefined>): Route {
  return async ({ path, address, method, incoming }, response) => {
    if (!path.startsWith(ENDPOINT_URL)) return false;
    const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
    const shown = await ask({ path: address, method, headers });
    if (!shown) return reply(response, 503, "text/plain; charset=utf-8", "the image endpoint ended without a reply");
    response.writeHead(shown.status, { ...shown.headers, "Content-Length": shown.body.byteLength });
    response.end(shown.body);
    return true;
  };
}

/**
 * splunkd's REST side as Splunk Web passes it on to its pages.
 * @param root what stands before `/splunkd/__raw`
 * @param formKey what whoever writes must send as X-Splunk-Form-Key; absent: nothing
 */
export function splunkd(root: string, ask: (request: RestRequest) => Promise<RestReply>, formKey?: string): Route {
  const below = `${root}/splunkd/__raw`;
  return async ({ path, address, method, incoming }, response) => {
    if (!path.startsWith(`${below}/services`)) return false;
    const isRefused = formKey !== undefined && method !== "GET" && incoming.headers["x-splunk-form-key"] !== formKey;
    const request = isRefused ? undefined : await readRestRequest(incoming, address.slice(below.length));
    const [status, json] = request ? await ask(request) : [401, {}];
    return reply(response, status, "application/json; charset=utf-8", JSON.stringify(json));
  };
}
