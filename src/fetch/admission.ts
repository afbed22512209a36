import type { ImageError } from "../contract.ts";
import { fail, type Outcome, succeed } from "../lib/outcome.ts";
import { canonicalAddress, refusalOf } from "./address-class.ts";
import { mayClimb } from "./name.ts";

/** An image server that an admin allows: its label, and the addresses at or below which pictures may be fetched. */
export type AllowedServer = { readonly label: string; readonly urls: readonly URL[] };

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

/** The stanza that allows an address, if one does. */
export function allowingServer(url: URL, servers: readonly AllowedServer[]): AllowedServer | undefined {
  return servers.find((server) => server.urls.some((base) => isBelow(url, base)));
}

/**
 * The addresses of a host name to which a connection may go, in the order in which they came.
 * Loopback, link-local, metadata and other special addresses are left out unless a stanza lists the address itself.
 */
export function admitAddresses<Address extends { readonly address: string }>(
  hostname: string,
  addresses: readonly Address[],
  servers: readonly AllowedServer[],
): Outcome<readonly Address[], ImageError> {
  const listed = new Set(
    servers.flatMap(({ urls }) => urls.map((url) => canonicalAddress(url.hostname) ?? url.hostname)),
  );
  // A stanza that names localhost names loopback; no other name may lead there.
  const isLocalhost = listed.has(hostname) && /^(?:.+\.)?localhost$/.test(hostname);
  const verdicts = addresses.map((address) => {
    const canonical = canonicalAddress(address.address);
    const refusal = canonical !== undefined && listed.has(canonical) ? undefined : refusalOf(address.address);
    return { address, refusal: isLocalhost && refusal === "loopback" ? undefined : refusal };
  });
  const allowed = verdicts.filter(({ refusal }) => refusal === undefined).map(({ address }) => address);
  if (allowed.length > 0) return succeed(allowed);
  const found = verdicts.map(({ address, refusal }) => `${address.address} (${refusal})`).join(", ");
  return fail({
    code: "host-refused",
    text: `${hostname} leads to ${found}; if that is meant, name the address itself in a [server:*] stanza`,
  });
}

function isBelow(url: URL, base: URL): boolean {
  const folder = base.pathname.endsWith("/") ? base.pathname : `${base.pathname}/`;
  return url.origin === base.origin && (url.pathname.startsWith(folder) || url.pathname === base.pathname);
}

function stanzaAdvice(url: URL): string {
  // Scheme and port are part of the label, so that two servers of one machine get two stanzas.
  const port = url.port || (url.protocol === "https:" ? "443" : "");
  const label = [url.hostname.replace(/[[\]]/g, "").replaceAll(":", "_"), port].filter((part) => part !== "").join("_");
  const folder = url.pathname.slice(0, url.pathname.lastIndexOf("/") + 1);
  const advice = "an admin can add these two lines to local/getimage.conf";
  return `no [server:*] stanza allows ${url.origin}${folder}; ${advice}:\n[server:${label}]\nurl = ${url.origin}`;
}
