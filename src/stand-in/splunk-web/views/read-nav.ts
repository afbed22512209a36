import { elementsIn, parseXml, type XmlElement } from "./xml.ts";

export type NavEntry = { readonly view: string; readonly isDefault: boolean };

/** The views that a menu names, in its order; those in folders of the menu too. */
export function readNav(xml: string): readonly NavEntry[] {
  return viewsIn(parseXml(xml));
}

function viewsIn(parent: XmlElement): readonly NavEntry[] {
  return elementsIn(parent).flatMap((element) => {
    if (element.name === "collection") return viewsIn(element);
    const { name = "", default: isDefault } = element.attributes;
    return element.name === "view" && name !== "" ? [{ view: name, isDefault: isDefault === "true" }] : [];
  });
}
