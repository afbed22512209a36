import { readCases, readSearch } from "./read-search.ts";
import type { Gate, InputKind, InputModel } from "./view-model.ts";
import { elementIn, elementsIn, textIn, wordIn, type XmlElement } from "./xml.ts";

const KINDS: readonly InputKind[] = ["time", "dropdown", "radio", "text", "checkbox"];

/** An `<input>`; undefined for a kind that the preview does not know. */
export function readInput(element: XmlElement): InputModel | undefined {
  const { type = "text", token = "", searchWhenChanged } = element.attributes;
  const kind = KINDS.find((known) => known === type);
  if (!kind) return undefined;
  const search = readSearch(elementIn(element, "search"));
  const start = elementIn(element, "initialValue") ?? elementIn(element, "default");
  return {
    ...readGate(element),
    kind,
    token,
    label: wordIn(element, "label") ?? token,
    searchWhenChanged: searchWhenChanged === "true" || searchWhenChanged === "1",
    initial: kind === "time" ? timeOf(start) : valuesOf(kind, start),
    hasDefault: elementIn(element, "default") !== undefined,
    choices: elementsIn(element, "choice").map((choice) => ({
      value: choice.attributes["value"] ?? "",
      label: textIn(choice).trim(),
    })),
    ...(search && { search }),
    fieldForLabel: wordIn(element, "fieldForLabel") ?? "",
    fieldForValue: wordIn(element, "fieldForValue") ?? "",
    affixes: {
      prefix: textIn(elementIn(element, "prefix")),
      suffix: textIn(elementIn(element, "suffix")),
      valuePrefix: textIn(elementIn(element, "valuePrefix")),
      valueSuffix: textIn(elementIn(element, "valueSuffix")),
      delimiter: elementIn(element, "delimiter") ? textIn(elementIn(element, "delimiter")) : " ",
    },
    changes: readCases(elementIn(element, "change")),
  };
}

/** When an element is shown, as its attributes say. */
export function readGate({ attributes }: XmlElement): Gate {
  const tokens = (text = ""): readonly string[] => [...text.matchAll(/\$([^$]+)\$/g)].map(([, name = ""]) => name);
  return { depends: tokens(attributes["depends"]), rejects: tokens(attributes["rejects"]) };
}

function timeOf(start: XmlElement | undefined): readonly string[] {
  if (!start) return ["0", ""];
  return [wordIn(start, "earliest") ?? "0", wordIn(start, "latest") ?? ""];
}

function valuesOf(kind: InputKind, start: XmlElement | undefined): readonly string[] {
  if (!start) return [];
  const text = textIn(start).trim();
  return kind === "checkbox" ? text.split(",").map((value) => value.trim()) : [text];
}
