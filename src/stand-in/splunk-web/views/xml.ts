import { DOMParser, onErrorStopParsing } from "@xmldom/xmldom";

/** An element of an XML file: text stands between its elements as it was written, comments are gone. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
};

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;

/** The root of an XML text. @throws ParseError for what is not well-formed */
export function parseXml(text: string): XmlElement {
  const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, "text/xml").documentElement;
  if (!root) throw new Error("the file has no element");
  return elementOf(root);
}

type DomElement = NonNullable<ReturnType<DOMParser["parseFromString"]>["documentElement"]>;

function elementOf(element: DomElement): XmlElement {
  const children: (XmlElement | string)[] = [];
  for (let child = element.firstChild; child; child = child.nextSibling) {
    if (child.nodeType === ELEMENT) children.push(elementOf(child as DomElement));
    else if (child.nodeType === TEXT || child.nodeType === CDATA) children.push(child.nodeValue ?? "");
  }
  const attributes = Array.from(element.attributes, ({ name, value }) => [name, value] as const);
  return { name: element.tagName, attributes: Object.fromEntries(attributes), children };
}

/** The elements directly below, of one name or of any. */
export function elementsIn({ children }: XmlElement, name?: string): readonly XmlElement[] {
  return children.filter(
    (child) => typeof child !== "string" && (name === undefined || child.name === name),
  ) as XmlElement[];
}

/** The first element of a name directly below. */
export function elementIn(parent: XmlElement, name: string): XmlElement | undefined {
  return elementsIn(parent, name)[0];
}

/** All text in an element. */
export function textIn(element: XmlElement | undefined): string {
  return (element?.children ?? []).map((child) => (typeof child === "string" ? child : textIn(child))).join("");
}

/** The text of the first element of a name directly below, without blanks around it; undefined where there is none. */
export function wordIn(parent: XmlElement, name: string): string | undefined {
  const found = elementIn(parent, name);
  return found && textIn(found).trim();
}
