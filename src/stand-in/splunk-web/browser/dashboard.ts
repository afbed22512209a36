import { make } from "../../../web/make.ts";
import type { ElementModel, InputModel, PanelModel, SearchModel, SimpleView } from "../views/view-model.ts";
import { button } from "./button.ts";
import { fillTokens } from "./fill-tokens.ts";
import { type FormInput, makeFormInput } from "./form-input.ts";
import { Gates } from "./gates.ts";
import { makeHtmlPanel } from "./html-panel.ts";
import type { Libraries } from "./libraries.ts";
import type { Components } from "./modules.ts";
import { PanelSearch } from "./panel-search.ts";
import { makeTableElement } from "./table-element.ts";
import { TokenModels } from "./token-models.ts";
import { makeVizElement } from "./viz-element.ts";

/** Lays out a view and sets it going: inputs write tokens, tokens run searches, searches fill panels. */
export class Dashboard {
  readonly root = make("div", { class: "pv-rows" });
  readonly tokens: TokenModels;
  readonly #view: SimpleView;
  readonly #libraries: Libraries;
  readonly #components: Components;
  readonly #searches: PanelSearch[] = [];
  readonly #named = new Map<string, PanelSearch>();
  readonly #inputs: FormInput[] = [];
  readonly #updates: (() => void)[] = [];
  readonly #gates = new Gates();

  constructor(view: SimpleView, libraries: Libraries, components: Components) {
    this.#view = view;
    this.#libraries = libraries;
    this.#components = components;
    this.tokens = new TokenModels(libraries);
    components.register("default", this.tokens.default);
    components.register("submitted", this.tokens.submitted);
    for (const search of view.searches) this.#search(search);
    const form = make(
      "div",
      { class: "pv-form", role: "group", "aria-label": "Inputs" },
      ...view.inputs.map((input) => this.#input(input)),
    );
    if (view.hasSubmit) form.append(button("pv-submit", "Submit", () => this.tokens.submit()));
    if (form.childElementCount > 0) this.root.append(form);
    for (const row of view.rows) {
      const shown = make("div", { class: "pv-row dashboard-row" }, ...row.panels.map((panel) => this.#panel(panel)));
      this.#gates.add(shown, row);
      this.root.append(shown);
    }
  }

  /** Runs what the view sets at first; from then on every change of a token counts. */
  begin(): void {
    this.tokens.run(this.#view.init);
    for (const input of this.#inputs) input.begin();
    this.tokens.submit();
    let isPlanned = false;
    this.tokens.submitted.on("change", () => {
      if (isPlanned) return;
      isPlanned = true;
      // Tokens that change together make one search.
      setTimeout(() => {
        isPlanned = false;
        this.#update();
      });
    });
    this.#update();
  }

  #update(): void {
    this.#gates.update(this.tokens.read);
    for (const update of this.#updates) update();
    for (const search of this.#searches) search.update();
  }

  #panel(panel: PanelModel): HTMLElement {
    const section = make("section", { class: "pv-panel dashboard-panel", id: panel.id });
    if (panel.title !== "") {
      section.setAttribute("aria-labelledby", `${panel.id}-title`);
      section.append(this.#heading("h2", panel.title, { id: `${panel.id}-title` }));
    }
    if (panel.inputs.length > 0) {
      section.append(make("div", { class: "pv-form" }, ...panel.inputs.map((input) => this.#input(input))));
    }
    section.append(...panel.elements.map((element) => this.#element(element, panel.title)));
    this.#gates.add(section, panel);
    return section;
  }

  #element(model: ElementModel, panelTitle: string): HTMLElement {
    const shown = make("div", { class: "pv-element dashboard-element", id: model.id });
    if (model.title !== "") shown.append(this.#heading("h3", model.title));
    this.#gates.add(shown, model);
    shown.append(...this.#content(model, model.title || panelTitle || model.id));
    if (model.leftOut.length > 0) {
      const list = model.leftOut.join(", ");
      shown.append(
        make("p", { class: "pv-left-out" }, `The preview leaves out ${list} of this panel; Splunk does it.`),
      );
    }
    return shown;
  }

  #heading(tag: "h2" | "h3", title: string, attributes: Readonly<Record<string, string>> = {}): HTMLElement {
    const heading = make(tag, attributes);
    this.#updates.push(() => heading.replaceChildren(this.#filled(title)));
    return heading;
  }

  #filled(text: string): string {
    return fillTokens(text, this.tokens.read).text;
  }

  #content(model: ElementModel, title: string): readonly Node[] {
    if (model.kind === "undrawn") {
      return [make("p", { class: "pv-empty" }, `The preview draws no <${model.tag}>; Splunk does.`)];
    }
    if (model.kind === "html") {
      const html = makeHtmlPanel(model.content);
      this.#updates.push(() => html.update(this.tokens.read));
      return html.nodes;
    }
    const search = model.search && this.#search(model.search);
    const context = { libraries: this.#libraries, tokens: this.tokens, search };
    if (model.kind === "table") {
      const element = makeTableElement(model, () => this.#filled(title), context);
      this.#components.register(model.id, element);
      return element.root;
    }
    const element = makeVizElement(model, context);
    this.#updates.push(element.update);
    this.#components.register(model.id, element);
    return element.root;
  }

  #input(model: InputModel): HTMLElement {
    const search = model.search && this.#search(model.search);
    const id = `input-${this.#inputs.length + 1}`;
    const input = makeFormInput({ model, id, tokens: this.tokens, waits: this.#view.hasSubmit, search });
    this.#inputs.push(input);
    this.#gates.add(input.root, model);
    return input.root;
  }

  #search(model: SearchModel): PanelSearch {
    const search = new PanelSearch(model, this.tokens.read, this.#named.get(model.base ?? ""));
    this.#searches.push(search);
    if (model.id !== undefined) this.#named.set(model.id, search);
    return search;
  }
}
