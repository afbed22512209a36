import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";

/** Where the links, pictures and reference lines of a page lead, as they are written there; code is none of it. */
export function linksIn(markdown: string): string[] {
  const text = withoutCode(markdown);
  const patterns = [/\]\(<?([^()\s>]+)>?(?:\s+"[^"]*")?\)/g, /^\[[^\]]+\]:\s*(\S+)/gm, /\b(?:href|src)="([^"]+)"/g];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, target = ""]) => target));
}

/** Names under which the headings of a page can be reached, as GitHub makes them. */
export function anchorsIn(markdown: string): string[] {
  const seen = new Map<string, number>();
  const headings = [...withoutFences(markdown).matchAll(/^#{1,6} +(.+?) *#*$/gm)];
  return headings.map(([, heading = ""]) => {
    const shown = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const name = shown.replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return times === 0 ? name : `${name}-${times}`;
  });
}

/**
 * The links of a page that lead to no file, to no heading, or out of the folder. Addresses of the web are left alone.
 * @param root folder of all pages
 * @param page path from there
 */
export function deadLinks(root: string, page: string): string[] {
  const markdown = readFileSync(posix.join(root, page), "utf8");
  return linksIn(markdown).filter((link) => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return false;
    const [path = "", anchor] = link.split("#").map(decodeURIComponent);
    const target = path === "" ? page : posix.join(posix.dirname(page), path);
    const file = posix.join(root, target);
    if (path.startsWith("/") || target.startsWith("..") || !existsSync(file)) return true;
    if (anchor === undefined) return false;
    return !(target.endsWith(".md") && anchorsIn(readFileSync(file, "utf8")).includes(anchor));
  });
}

function withoutFences(markdown: string): string {
  return markdown.replace(/^ *(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ *\1 *$/gm, "");
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, "");
}
