import type { Case, SearchModel, TokenAction } from "./view-model.ts";
import { elementIn, elementsIn, textIn, wordIn, type XmlElement } from "./xml.ts";

/** A `<search>`, wherever it stands in a view. */
export function readSearch(element: XmlElement | undefined): SearchModel | undefined {
  if (!element) return undefined;
  const { id, base, ref } = element.attributes;
  const refusal = ref && `This panel shows the report "${ref}"; the preview runs no reports, Splunk does.`;
  return {
    ...(id !== undefined && { id }),
    ...(base !== undefined && { base }),
    ...(refusal && { refusal }),
    query: textIn(elementIn(element, "query")).trim(),
    earliest: wordIn(element, "earliest") ?? "",
    latest: wordIn(element, "latest") ?? "",
  };
}

/** What stands in `<drilldown>`, `<change>` or `<init>`: actions for a click or a value, or for any. */
export function readCases(element: XmlElement | undefined): readonly Case[] {
  if (!element) return [];
  const cases = elementsIn(element, "condition").map((condition) => {
    const { field, value } = condition.attributes;
    return { when: field ?? value ?? "*", actions: readActions(condition) };
  });
  const always = readActions(element);
  return always.length > 0 ? [...cases, { when: "*", actions: always }] : cases;
}

export function readActions(element: XmlElement): readonly TokenAction[] {
  return elementsIn(element).flatMap((child): readonly TokenAction[] => {
    const { token = "", target = "" } = child.attributes;
    if (child.name === "set") return [{ kind: "set", token, value: textIn(child) }];
    if (child.name === "unset") return [{ kind: "unset", token }];
    return child.name === "link" ? [{ kind: "link", href: textIn(child).trim(), target }] : [];
  });
}

/** Conditions and actions that need more of Splunk than there is here. */
export function leftOutOf(element: XmlElement | undefined): readonly string[] {
  if (!element) return [];
  const known = ["condition", "set", "unset", "link"];
  const own = elementsIn(element).flatMap(({ name }) => (known.includes(name) ? [] : [`<${name}>`]));
  const matches = elementsIn(element, "condition").flatMap((condition) => [
    ...(condition.attributes["match"] === undefined ? [] : ["<condition match>"]),
    ...leftOutOf(condition),
  ]);
  return [...new Set([...own, ...matches])];
}
