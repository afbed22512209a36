import { DashboardContextProvider } from "@splunk/dashboard-context";
import DashboardCore from "@splunk/dashboard-core";
import EnterpriseViewOnlyPreset from "@splunk/dashboard-presets/EnterpriseViewOnlyPreset";
import { SplunkThemeProvider } from "@splunk/themes";
import { createRoot } from "react-dom/client";

// A page that shows one view of the app as Splunk's own renderer draws it. What it is told is kept for the test.
const told = { faults: [], tokens: {}, opened: [] };
window.studio = told;

/** Splunk has this handler, and its npm packages do not: here it opens the address that Splunk's would open. */
class LinkToSearch {
  constructor(options) {
    this.options = options;
  }
  canHandle = () => true;
  handle = async () => {
    const { query, earliest, latest, newTab } = this.options;
    const url = `/app/search/search?${new URLSearchParams({ q: query, earliest, latest })}`;
    return [{ type: "linkTo", payload: { url, newTab } }];
  };
}

const preset = {
  ...EnterpriseViewOnlyPreset,
  eventHandlers: { ...EnterpriseViewOnlyPreset.eventHandlers, "drilldown.linkToSearch": LinkToSearch },
};

const asked = new URLSearchParams(location.search);
const view = location.pathname.split("/").at(-1);
const xml = new DOMParser().parseFromString(await (await fetch(`/views/${view}.xml`)).text(), "text/xml");
const definition = JSON.parse(xml.querySelector("definition").textContent);
const colorScheme = asked.get("theme") ?? xml.documentElement.getAttribute("theme");
document.documentElement.lang = "en";
document.title = xml.querySelector("label").textContent;
document.body.style.margin = "0";

createRoot(document.getElementById("page")).render(
  <SplunkThemeProvider family="enterprise" colorScheme={colorScheme} density="compact">
    <DashboardContextProvider
      preset={preset}
      initialDefinition={definition}
      featureFlags={{ enableSmartSourceDS: true }}
      dashboardPlugin={{ onLinkToUrl: (link) => told.opened.push(link) }}
      onTokenBindingChange={(tokens) => Object.assign(told.tokens, tokens)}
    >
      <DashboardCore width="100%" height="100vh" onValidationError={(fault) => told.faults.push(fault)} />
    </DashboardContextProvider>
  </SplunkThemeProvider>,
);
