import { allowingBase, folderOf, isBelow } from "./admission.ts";
import { mayClimb } from "./name.ts";
import type { AllowedServer } from "./server.ts";

/**
 * The same picture on the other servers of its stanza, in the order in which that names them: what stands behind the
 * one base, stands behind each other one. None for an address that no stanza allows.
 */
export function mirrorsOf(url: URL, servers: readonly AllowedServer[]): readonly URL[] {
  const found = allowingBase(url, servers);
  if (!found || found.server.urls.length === 1 || mayClimb(url.pathname)) return [];
  const mirrors = new Map<string, URL>();
  for (const base of found.server.urls) {
    const mirror = moved(url, found.base, base);
    if (mirror.href !== moved(url, found.base, found.base).href && isBelow(mirror, base))
      mirrors.set(mirror.href, mirror);
  }
  return [...mirrors.values()];
}

function moved(url: URL, from: URL, to: URL): URL {
  const target = new URL(to);
  if (url.pathname !== from.pathname) target.pathname = folderOf(to) + url.pathname.slice(folderOf(from).length);
  target.search = url.search;
  return target;
}
