import type { HtmlNode } from "./view-model.ts";
import type { XmlElement } from "./xml.ts";

const TAGS = new Set(
  `a abbr b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li
  mark ol p pre s section small span strong sub summary sup table tbody td tfoot th thead tr u ul`.split(/\s+/),
);
const ATTRIBUTES = new Set("alt class colspan height href id lang role rowspan scope src title width".split(" "));

/**
 * The content of an html panel as a page may show it: known elements and attributes alone. A script, a form or a handler
 * vanishes with all it holds; Splunk lets some more through.
 */
export function readHtml(element: XmlElement): readonly HtmlNode[] {
  return element.children.flatMap((child): readonly HtmlNode[] => {
    if (typeof child === "string") return [child];
    const tag = child.name.toLowerCase();
    if (!TAGS.has(tag)) return [];
    return [{ tag, attributes: safeAttributes(child), children: readHtml(child) }];
  });
}

function safeAttributes({ attributes }: XmlElement): Readonly<Record<string, string>> {
  const kept = Object.entries(attributes).filter(
    ([name]) => ATTRIBUTES.has(name) || /^(aria|data)-[a-z-]+$/.test(name),
  );
  return Object.fromEntries(kept);
}
