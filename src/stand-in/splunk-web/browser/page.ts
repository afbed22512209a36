import { make } from "../../../web/make.ts";
import type { SimpleView } from "../views/view-model.ts";
import { Dashboard } from "./dashboard.ts";
import type { Libraries } from "./libraries.ts";
import { Components, configureLoader, defineModules } from "./modules.ts";

/** A page of the preview: lays out the view, runs its searches, and then its scripts as they are shipped. */
const place = document.getElementById("dashboard");
const view: SimpleView = JSON.parse(document.getElementById("view-model")?.textContent ?? "null");

configureLoader();
window.require(
  ["jquery", "underscore", "backbone"],
  ($: Libraries["$"], _: Libraries["_"], Backbone: Libraries["Backbone"]) => {
    const libraries: Libraries = { $, _, Backbone };
    const components = new Components();
    let tellReady = (): void => {};
    const ready = new Promise<void>((resolve) => {
      tellReady = resolve;
    });
    defineModules(libraries, components, ready);
    const dashboard = new Dashboard(view, libraries, components);
    place?.append(dashboard.root);
    dashboard.begin();
    tellReady();
    for (const script of view.scripts) loadScript(script);
  },
);

function loadScript(file: string): void {
  const script = make("script", { src: `/en-US/static/app/rx_image_review_app/${encodeURIComponent(file)}` });
  script.addEventListener("error", () => {
    const text = `${file} of the app could not be loaded, so cells show their plain values.`;
    place?.prepend(make("p", { class: "pv-message pv-warning", role: "status" }, text));
  });
  document.head.append(script);
}
