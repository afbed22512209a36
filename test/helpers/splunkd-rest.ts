import { createServer as createPlainServer, type RequestListener } from "node:http";
import { createServer } from "node:https";
import { CAPABILITY } from "../../src/pictures/contract.ts";
import { onLoopback } from "./on-loopback.ts";
import type { IssuedCertificate } from "./splunkd-ca.ts";
import type { Ending } from "./temp-folder.ts";

/** Session of a user who has the capability list_storage_passwords, and of one who has not. */
export const ADMIN_SESSION = "session-of-admin-7Qz";
export const USER_SESSION = "session-of-alice-8Rw";
export const APP = "rx_image_review_app";

const HOME = `/servicesNS/nobody/${APP}`;

export type SplunkdRestOptions = {
  /** Without one the answers come over http://. */
  readonly certificate?: IssuedCertificate;
  /** storage/passwords: `realm:user name:` -> password. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Stanza of getimage.conf -> its settings. */
  readonly conf?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What authentication/current-context tells of the admin and of the user. */
  readonly capabilities?: { readonly admin: readonly string[]; readonly user: readonly string[] };
  /** Answers in place of all the above. */
  readonly instead?: RequestListener;
};

export type SplunkdRest = {
  /** As getinfo tells it. */
  readonly uri: string;
  readonly port: number;
  /** Method and path, decoded, of each request so far. */
  readonly asked: () => readonly string[];
};

type Reply = readonly [status: number, json: object];

/** The REST side of splunkd, as far as an app reads its settings and secrets; it ends with the test. */
export async function startSplunkdRest(ending: Ending, options: SplunkdRestOptions): Promise<SplunkdRest> {
  const asked: string[] = [];
  const { certificate, instead } = options;
  const answer: RequestListener = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://splunkd");
    asked.push(`${request.method} ${decodeURIComponent(pathname)}`);
    if (instead) return instead(request, response);
    const session = /^Splunk (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    // splunkd answers in XML unless JSON is asked for.
    const isJson = searchParams.get("output_mode") === "json";
    const [status, json] = isJson ? replyTo(pathname, session, options) : [500, {}];
    response.writeHead(status, { "Content-Type": isJson ? "application/json; charset=UTF-8" : "text/xml" });
    response.end(isJson ? JSON.stringify(json) : "<response/>");
  };
  const server = certificate ? createServer(certificate, answer) : createPlainServer(answer);
  const port = await onLoopback(ending, server);
  return { uri: `${certificate ? "https" : "http"}://127.0.0.1:${port}`, port, asked: () => asked };
}

function replyTo(path: string, session: string | undefined, options: SplunkdRestOptions): Reply {
  if (session !== ADMIN_SESSION && session !== USER_SESSION) {
    return [401, messages("WARN", "call not properly authenticated")];
  }
  const { secrets = {}, conf = {}, capabilities } = options;
  if (path === "/services/authentication/current-context") {
    const who = session === ADMIN_SESSION ? "admin" : "user";
    const content = { username: who, roles: [who], capabilities: capabilities?.[who] ?? [CAPABILITY] };
    return [200, { entry: [{ name: "context", content }] }];
  }
  const [kind = "", encoded = ""] = path.startsWith(HOME)
    ? (
        /^\/(storage\/passwords|properties|configs\/conf-getimage)\/?(.*?)\/?$/.exec(path.slice(HOME.length)) ?? []
      ).slice(1)
    : [];
  const name = decodeURIComponent(encoded);
  switch (kind) {
    case "storage/passwords": {
      if (session === ADMIN_SESSION) return listing(kind, passwordsOf(secrets), name);
      const text = "You (user=alice) do not have permission to perform this operation";
      return [403, messages("ERROR", `${text} (requires capability: list_storage_passwords).`)];
    }
    case "properties":
      return listing(kind, { getimage: {}, props: {} }, name);
    case "configs/conf-getimage":
      return listing(kind, conf, name);
    default:
      return [404, messages("ERROR", "Not Found")];
  }
}

function passwordsOf(secrets: Readonly<Record<string, string>>): Readonly<Record<string, object>> {
  const entries = Object.entries(secrets).map(([name, secret]) => {
    const [realm, username] = name.split(":");
    const hidden = { encr_password: "$7$c2VjcmV0", password: "********" };
    return [name, { clear_password: secret, "eai:acl": null, ...hidden, realm, username }];
  });
  return Object.fromEntries(entries);
}

/** All of a collection, or the one of that name. */
function listing(kind: string, contents: Readonly<Record<string, object>>, wanted: string): Reply {
  const names = Object.keys(contents).filter((name) => wanted === "" || name === wanted);
  if (wanted !== "" && names.length === 0) return [404, messages("ERROR", `Could not find object id=${wanted}`)];
  const acl = { app: APP, owner: "nobody", sharing: "app", removable: true, perms: { read: ["*"], write: ["admin"] } };
  const entry = names.map((name) => {
    const alternate = `${HOME}/${kind}/${encodeURIComponent(name)}`;
    return {
      name,
      id: alternate,
      author: "nobody",
      links: { alternate, list: alternate },
      acl,
      content: contents[name],
    };
  });
  const paging = { total: entry.length, perPage: 30, offset: 0 };
  return [200, { links: {}, generator: { build: "b6436b649711", version: "9.2.1" }, entry, paging, messages: [] }];
}

function messages(type: string, text: string): object {
  return { messages: [{ type, text }] };
}
