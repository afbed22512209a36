import { APP_ID } from "../../../pictures/contract.ts";
import { readHtml } from "./read-html.ts";
import { readGate, readInput } from "./read-input.ts";
import { leftOutOf, readActions, readCases, readSearch } from "./read-search.ts";
import type { ElementModel, InputModel, PanelModel, ViewModel } from "./view-model.ts";
import { elementIn, elementsIn, parseXml, textIn, wordIn, type XmlElement } from "./xml.ts";

/** Children of a panel that are no elements of their own. */
const FURNITURE = ["title", "input", "search", "description"];

/** A view's XML as the page is laid out from it. @throws where the file is not well-formed */
export function readView(name: string, xml: string): ViewModel {
  const root = parseXml(xml);
  const about = { name, label: wordIn(root, "label") ?? name, description: wordIn(root, "description") ?? "" };
  const { version, script = "", stylesheet = "" } = root.attributes;
  if (version === "2") {
    return {
      kind: "undrawn",
      ...about,
      reason: "This is a view of Dashboard Studio, which Splunk alone draws. Install the app in Splunk to see it.",
    };
  }
  if (name === "setup") {
    return {
      kind: "undrawn",
      ...about,
      reason:
        "This page reads and writes settings and secrets through Splunk's own services. Install the app in Splunk to see it.",
    };
  }
  const fieldset = elementIn(root, "fieldset");
  const init = elementIn(root, "init");
  return {
    kind: "simple",
    ...about,
    scripts: fileNames(script),
    stylesheets: fileNames(stylesheet),
    hasSubmit: fieldset !== undefined && fieldset.attributes["submitButton"] !== "false",
    init: init ? readActions(init) : [],
    searches: elementsIn(root, "search").flatMap((search) => readSearch(search) ?? []),
    inputs: fieldset ? inputsIn(fieldset) : [],
    rows: elementsIn(root, "row").map((row, index) => ({
      ...readGate(row),
      panels: elementsIn(row, "panel").map((panel, place) => readPanel(panel, `panel-${index + 1}-${place + 1}`)),
    })),
  };
}

function readPanel(panel: XmlElement, id: string): PanelModel {
  const elements = elementsIn(panel).filter(({ name }) => !FURNITURE.includes(name));
  return {
    ...readGate(panel),
    id: panel.attributes["id"] ?? id,
    title: wordIn(panel, "title") ?? "",
    inputs: inputsIn(panel),
    elements: elements.map((element, index) => readElement(element, `${id}-${index + 1}`)),
  };
}

function readElement(element: XmlElement, ownId: string): ElementModel {
  const { name, attributes } = element;
  const drilldown = elementIn(element, "drilldown");
  const search = readSearch(elementIn(element, "search"));
  const about = { ...readGate(element), id: attributes["id"] ?? ownId, title: wordIn(element, "title") ?? "" };
  const leftOut = [...leftOutOf(drilldown), ...handlersOf(elementIn(element, "search"))];
  if (name === "html") return { ...about, leftOut, kind: "html", content: readHtml(element) };
  if (name !== "table" && name !== "viz") return { ...about, leftOut, kind: "undrawn", tag: name };
  return {
    ...about,
    leftOut,
    kind: name,
    type: attributes["type"] ?? "",
    search,
    fields: fieldNames(wordIn(element, "fields") ?? ""),
    options: Object.fromEntries(
      elementsIn(element, "option").map((option) => [option.attributes["name"] ?? "", textIn(option).trim()]),
    ),
    drilldown: readCases(drilldown),
  };
}

// Actions upon the end of a search, and searches that repeat themselves.
function handlersOf(search: XmlElement | undefined): readonly string[] {
  const known = ["query", "earliest", "latest"];
  return search ? elementsIn(search).flatMap(({ name }) => (known.includes(name) ? [] : [`<${name}>`])) : [];
}

function inputsIn(parent: XmlElement): readonly InputModel[] {
  return elementsIn(parent, "input").flatMap((input) => readInput(input) ?? []);
}

// Views of other apps name the files of this one behind its id.
function fileNames(list: string): readonly string[] {
  return list.split(",").flatMap((name) => name.trim().replace(`${APP_ID}:`, "") || []);
}

// As in Splunk: parted by commas, or a list in JSON.
function fieldNames(text: string): readonly string[] {
  return text
    .replace(/^\[|\]$/g, "")
    .split(",")
    .flatMap((name) => name.trim().replace(/^"(.*)"$/, "$1") || []);
}
