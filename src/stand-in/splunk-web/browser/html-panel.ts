import { make } from "../../../web/make.ts";
import type { HtmlNode } from "../views/view-model.ts";
import { fillTokens, type TokenReader } from "./fill-tokens.ts";
import { isFollowable, isLoadable } from "./safe-address.ts";

/** An html panel: its nodes stay the same, tokens in them change. A value stays text, whatever it holds. */
export type HtmlPanel = { readonly nodes: readonly Node[]; readonly update: (read: TokenReader) => void };

export function makeHtmlPanel(content: readonly HtmlNode[]): HtmlPanel {
  const updates: ((read: TokenReader) => void)[] = [];
  const nodes = content.map((each) => nodeFor(each, updates));
  return {
    nodes,
    update: (read) => {
      for (const update of updates) update(read);
    },
  };
}

function nodeFor(content: HtmlNode, updates: ((read: TokenReader) => void)[]): Node {
  if (typeof content === "string") {
    const text = document.createTextNode(content);
    if (content.includes("$")) updates.push((read) => (text.data = fillTokens(content, read).text));
    return text;
  }
  // The server lets only known elements and attributes pass.
  const element = make(content.tag as "div");
  for (const [name, value] of Object.entries(content.attributes)) {
    const set = (filled: string): void => {
      const isAllowed = name === "href" ? isFollowable(filled) : name === "src" ? isLoadable(filled) : true;
      if (isAllowed) element.setAttribute(name, filled);
      else element.removeAttribute(name);
    };
    set(value.includes("$") && (name === "src" || name === "href") ? "" : value);
    if (value.includes("$")) updates.push((read) => set(fillTokens(value, read).text));
  }
  element.append(...content.children.map((child) => nodeFor(child, updates)));
  return element;
}
