import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { APP_ID } from "../../pictures/contract.ts";

/** A request to splunkd's REST side. */
export type RestRequest = {
  readonly method: string;
  /** Whose objects are meant, as in `nobody/rx_image_review_app`; empty for those of nobody in particular. */
  readonly namespace: string;
  /** What stands behind the namespace, each part decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
};
export type RestReply = readonly [status: number, json: object];

/** The namespace of what all users of the app share. */
export const APP_NAMESPACE = `nobody/${APP_ID}`;

/** A request as a server of HTTP has it: its body is what is read from it. */
type Incoming = Readable & { readonly method?: string | undefined };

/**
 * @param address path and query, as splunkd gets them
 * @returns undefined for an address that is none of splunkd's
 */
export async function readRestRequest(incoming: Incoming, address: string): Promise<RestRequest | undefined> {
  const { pathname, searchParams } = new URL(address, "http://splunkd");
  const [, namespace = "", path] = /^\/services(?:NS\/([^/]+\/[^/]+))?\/(.*?)\/?$/.exec(pathname) ?? [];
  if (path === undefined) return undefined;
  const method = incoming.method ?? "";
  return {
    method,
    namespace,
    path: path.split("/").map(decodeURIComponent),
    query: searchParams,
    form: new URLSearchParams(method === "GET" ? "" : await text(incoming)),
  };
}

/** What splunkd says where it does not do what was asked. */
export function refusal(status: number, text: string, type = "ERROR"): RestReply {
  return [status, { messages: [{ type, text }] }];
}

/** All of a collection of the app, or the one entry of that name. */
export function listing(kind: string, contents: ReadonlyMap<string, object>, wanted?: string): RestReply {
  const found = [...contents].filter(([name]) => wanted === undefined || name === wanted);
  if (wanted !== undefined && found.length === 0) return refusal(404, `Could not find object id=${wanted}`);
  const acl = {
    app: APP_ID,
    owner: "nobody",
    sharing: "app",
    removable: true,
    perms: { read: ["*"], write: ["admin"] },
  };
  const entry = found.map(([name, content]) => {
    const alternate = `/servicesNS/${APP_NAMESPACE}/${kind}/${encodeURIComponent(name)}`;
    return { name, id: alternate, author: "nobody", links: { alternate, list: alternate }, acl, content };
  });
  const paging = { total: entry.length, perPage: 30, offset: 0 };
  return [200, { links: {}, generator: { build: "b6436b649711", version: "9.2.1" }, entry, paging, messages: [] }];
}
