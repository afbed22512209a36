import { DashboardContextProvider } from "@splunk/dashboard-context";
import DashboardCore from "@splunk/dashboard-core";
import EnterpriseViewOnlyPreset from "@splunk/dashboard-presets/EnterpriseViewOnlyPreset";
import { SplunkThemeProvider } from "@splunk/themes";
import { createRoot } from "react-dom/client";

/** Shows one view of the app as Splunk's own renderer draws it, and keeps what that says for the test. */
const told = { faults: [] as unknown[], tokens: {}, opened: [] as unknown[] };
Object.assign(window, { studio: told });

/** Splunk has this handler, and its npm packages do not: here it leads to the address that Splunk's would open. */
class LinkToSearch {
  readonly options: Record<string, unknown>;
  constructor(options: Record<string, unknown> = {}) {
    this.options = options;
  }
  canHandle = () => true;
  handle = async () => {
    const { query, earliest, latest, newTab } = this.options;
    const asked = { q: String(query), earliest: String(earliest), latest: String(latest) };
    return [{ type: "linkTo", payload: { url: `/app/search/search?${new URLSearchParams(asked)}`, newTab } }];
  };
}

const preset = {
  ...EnterpriseViewOnlyPreset,
  eventHandlers: { ...EnterpriseViewOnlyPreset.eventHandlers, "drilldown.linkToSearch": LinkToSearch },
};

const view = location.pathname.split("/").at(-1);
const xml = new DOMParser().parseFromString(await (await fetch(`/views/${view}.xml`)).text(), "text/xml");
const textOf = (element: string): string => xml.querySelector(element)?.textContent ?? "";
const theme = new URLSearchParams(location.search).get("theme") ?? xml.documentElement.getAttribute("theme");
const ground = document.createElement("div");
document.body.append(ground);
document.body.style.margin = "0";
document.documentElement.lang = "en";
document.title = textOf("label");

createRoot(ground).render(
  <SplunkThemeProvider family="enterprise" colorScheme={theme === "dark" ? "dark" : "light"} density="compact">
    <DashboardContextProvider
      preset={preset}
      initialDefinition={JSON.parse(textOf("definition"))}
      featureFlags={{ enableSmartSourceDS: true }}
      dashboardPlugin={{ onLinkToUrl: (link: unknown) => told.opened.push(link) }}
      onTokenBindingChange={(tokens: object) => Object.assign(told.tokens, tokens)}
    >
      <DashboardCore width="100%" height="100vh" onValidationError={(fault: unknown) => told.faults.push(fault)} />
    </DashboardContextProvider>
  </SplunkThemeProvider>,
);
