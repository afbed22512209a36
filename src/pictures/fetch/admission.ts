import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { AddressVerdict } from "../../net/checked-lookup.ts";
import type { ImageError } from "../contract.ts";
import { canonicalAddress, refusalOf } from "./address-class.ts";
import { mayClimb } from "./name.ts";
import type { AllowedServer } from "./server.ts";

declare const admitted: unique symbol;
/** An address that a `[server:*]` stanza allows. Only `admit` makes one, so nothing else can be fetched. */
export type AdmittedUrl = URL & { readonly [admitted]: true };

export function admit(url: URL, servers: readonly AllowedServer[]): Outcome<AdmittedUrl, ImageError> {
  const refuse = (text: string): Outcome<never, ImageError> => fail({ code: "host-refused", text });
  const plain = /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  if (!plain) return refuse(`refused ${url.protocol}//${url.host}`);
  if (mayClimb(url.pathname)) return refuse(`refused ${url.origin}${url.pathname}, which may lead out of its folder`);
  return allowingServer(url, servers) ? succeed(url as AdmittedUrl) : refuse(stanzaAdvice(url));
}

/** The stanza that allows an address, if one does; of several the one whose own address reaches deepest. */
export function allowingServer<Server extends AllowedServer>(url: URL, servers: readonly Server[]): Server | undefined {
  return allowingBase(url, servers)?.server;
}

/** Also that address of the stanza at or below which the given one lies. */
export function allowingBase<Server extends AllowedServer>(
  url: URL,
  servers: readonly Server[],
): { readonly server: Server; readonly base: URL } | undefined {
  let found: { readonly server: Server; readonly base: URL } | undefined;
  for (const server of servers) {
    for (const base of server.urls) {
      const isDeeper = !found || folderOf(base).length > folderOf(found.base).length;
      if (isDeeper && isBelow(url, base)) found = { server, base };
    }
  }
  return found;
}

/** Whether an address is the base itself or lies below it. */
export function isBelow(url: URL, base: URL): boolean {
  return url.origin === base.origin && (url.pathname.startsWith(folderOf(base)) || url.pathname === base.pathname);
}

/** The path of a base as that of a folder, with a slash at its end. */
export function folderOf({ pathname }: URL): string {
  return pathname.endsWith("/") ? pathname : `${pathname}/`;
}

/**
 * Loopback, link-local, metadata and other special addresses are refused unless a stanza of this host lists the address
 * itself: one server that may lie on this machine must not open it to the names of others.
 */
export function judgeAddresses<Address extends { readonly address: string }>(
  hostname: string,
  addresses: readonly Address[],
  servers: readonly AllowedServer[],
): readonly (Address & AddressVerdict)[] {
  const listed = new Set(
    servers
      .map(({ urls }) => urls.map((url) => canonicalAddress(url.hostname) ?? url.hostname))
      .filter((names) => names.includes(canonicalAddress(hostname) ?? hostname))
      .flat(),
  );
  // A stanza that names localhost names loopback; no other name may lead there.
  const isLocalhost = listed.has(hostname) && /^(?:.+\.)?localhost$/.test(hostname);
  return addresses.map((found) => {
    const canonical = canonicalAddress(found.address);
    const refusal = canonical !== undefined && listed.has(canonical) ? undefined : refusalOf(found.address);
    const isAllowed = refusal === undefined || (isLocalhost && refusal === "loopback");
    return isAllowed ? found : { ...found, refusal };
  });
}

/** What a row gets where a connection may go to none of a host's addresses. */
export function refusedAddresses(hostname: string, verdicts: readonly AddressVerdict[]): ImageError {
  const found = verdicts.map(({ address, refusal }) => `${address} (${refusal})`).join(", ");
  return {
    code: "host-refused",
    text: `${hostname} leads to ${found}; if that is meant, name the address itself in the same [server:*] stanza`,
  };
}

function stanzaAdvice(url: URL): string {
  // Scheme and port are part of the label, so that two servers of one machine get two stanzas.
  const port = url.port || (url.protocol === "https:" ? "443" : "");
  const host = url.hostname
    .replace(/[[\]]/g, "")
    .replace(/[^\w.-]/g, "_")
    .slice(0, 58);
  const label = port === "" ? host : `${host}_${port}`;
  const folder = url.pathname.slice(0, url.pathname.lastIndexOf("/") + 1);
  const advice = "an admin can add these two lines to local/getimage.conf";
  return `no [server:*] stanza allows ${url.origin}${folder}; ${advice}:\n[server:${label}]\nurl = ${url.origin}`;
}
