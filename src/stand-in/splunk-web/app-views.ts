import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { errorText } from "../../base/error-text.ts";
import { readAppConf } from "../../splunk/app-conf.ts";
import { readView } from "./views/read-view.ts";
import type { UndrawnView, ViewModel } from "./views/view-model.ts";
import { elementsIn, parseXml, type XmlElement } from "./views/xml.ts";

/** The app's pages as its own files describe them. */
export type AppViews = {
  readonly label: string;
  readonly views: ReadonlyMap<string, ViewModel>;
  /** Names of views, in the order of the menu. */
  readonly menu: readonly string[];
  readonly first: string;
  readonly macros: ReadonlyMap<string, string>;
};

/** Views that every Splunk has. */
const OWN_TO_SPLUNK: readonly UndrawnView[] = [
  splunksOwn(
    "search",
    "Search",
    "This is Splunk's own page for searches. The preview has none; the dashboards beside it run theirs.",
  ),
  splunksOwn(
    "reports",
    "Reports",
    "This is Splunk's own list of reports; the app brings some, and the preview runs none of them.",
  ),
];

/** @param macros definitions in place of the app's, as a site writes them into local/macros.conf */
export function readAppViews(app: string, macros: Readonly<Record<string, string>>): AppViews {
  const folder = join(app, "default", "data", "ui");
  const files = readdirSync(join(folder, "views")).filter((file) => file.endsWith(".xml"));
  const own = files.map((file) => viewIn(join(folder, "views", file), file.replace(/\.xml$/, "")));
  const views = new Map([...OWN_TO_SPLUNK, ...own].map((view) => [view.name, view]));
  const nav = readNav(readFileSync(join(folder, "nav", "default.xml"), "utf8"));
  const menu = nav.map(({ view }) => view).filter((name) => views.has(name));
  const shipped = [...readAppConf(app, "macros")].map(([name, keys]) => [name, keys.get("definition")?.value] as const);
  return {
    label: readAppConf(app, "app").get("ui")?.get("label")?.value ?? "",
    views,
    menu,
    first: nav.find(({ isDefault }) => isDefault)?.view ?? menu[0] ?? "",
    macros: new Map([
      ...shipped.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])),
      ...Object.entries(macros),
    ]),
  };
}

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

// One broken file must not hide the others.
function viewIn(file: string, name: string): ViewModel {
  try {
    return readView(name, readFileSync(file, "utf8"));
  } catch (thrown) {
    const reason = `Its file cannot be read: ${errorText(thrown)}.`;
    return { kind: "undrawn", name, label: name, description: "", reason };
  }
}

function splunksOwn(name: string, label: string, reason: string): UndrawnView {
  return { kind: "undrawn", name, label, description: "", reason };
}
