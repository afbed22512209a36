import type { ViewModel } from "./views/view-model.ts";

/** `isDrawn`: whether the preview can show it. */
export type MenuEntry = {
  readonly view: string;
  readonly label: string;
  readonly href: string;
  readonly isDrawn: boolean;
};

/** What every page of the preview shows beside its view. */
export type About = {
  readonly appLabel: string;
  /** Addresses of the pages, in the order of the app's menu. */
  readonly menu: readonly MenuEntry[];
  readonly log: string;
  readonly records: string;
  readonly imageServers: readonly string[];
};

export const PREVIEW_FILES = "/preview/files";
const REAL = "the views, their scripts, the getimage command, the image endpoint";
const STAND_IN = "the page around them, its tables, a handful of SPL, the login";

/** A page as the browser first gets it: all but the view itself, which its script lays out from the model. */
export function shellOf(view: ViewModel, about: About): string {
  const { label, description } = view;
  const isDrawn = view.kind === "simple";
  const stylesheets = isDrawn ? view.stylesheets : [];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(label)} - preview of ${escaped(about.appLabel)}</title>
<link rel="icon" href="${PREVIEW_FILES}/icon.png">
<link rel="stylesheet" href="${PREVIEW_FILES}/page.css">
${stylesheets.map((file) => `<link rel="stylesheet" href="${staticAddress(file)}">`).join("\n")}
<script src="${PREVIEW_FILES}/theme.js"></script>
${isDrawn ? SCRIPTS : ""}
</head>
<body>
<a class="pv-skip" href="#view">Skip to the view</a>
<header class="pv-top">
<div class="pv-bar">
<img class="pv-logo" src="${PREVIEW_FILES}/icon.png" alt="" width="28" height="28">
<span class="pv-name">${escaped(about.appLabel)}</span>
<nav class="pv-nav" aria-label="Views of the app"><ul>
${about.menu.map((entry) => menuEntry(entry, view.name)).join("\n")}
</ul></nav>
<button type="button" class="pv-theme" id="theme" aria-label="Dark colours" aria-pressed="false"></button>
</div>
<p class="pv-notice"><strong>Preview without Splunk</strong> <span><b>Real:</b> ${REAL}. <b>Stand-in:</b> ${STAND_IN}.</span></p>
</header>
<main id="view" class="pv-main" tabindex="-1">
<div class="pv-title"><h1>${escaped(label)}</h1><p>${escaped(description)}</p></div>
${isDrawn ? '<div id="dashboard" class="pv-dashboard dashboard-body"></div>' : undrawn(view.reason)}
</main>
<footer class="pv-foot">
<p><span>Records: <code>${escaped(about.records)}</code></span> <span>Image servers: ${codes(about.imageServers)}</span>
<span>Log of the command: <code>${escaped(about.log)}</code></span></p>
</footer>
${isDrawn ? `<script type="application/json" id="view-model">${jsonInHtml(view)}</script>` : ""}
</body>
</html>
`;
}

const SCRIPTS = `<script src="${PREVIEW_FILES}/require.js"></script>
<script src="${PREVIEW_FILES}/page.js" defer></script>`;

function staticAddress(file: string): string {
  return escaped(`/en-US/static/app/rx_image_review_app/${encodeURIComponent(file)}`);
}

function menuEntry({ view, label, href, isDrawn }: MenuEntry, current: string): string {
  const here = view === current ? ' aria-current="page"' : "";
  const mark = isDrawn ? "" : ' <span class="pv-outside">in Splunk</span>';
  return `<li><a href="${escaped(href)}"${here}>${escaped(label)}${mark}</a></li>`;
}

function undrawn(reason: string): string {
  return `<section class="pv-panel pv-undrawn"><p>${escaped(reason)}</p></section>`;
}

function codes(texts: readonly string[]): string {
  return texts.length === 0 ? "none" : texts.map((text) => `<code>${escaped(text)}</code>`).join(" ");
}

/** A text as HTML shows it. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? "");
}

// A `<` could end the element that holds it.
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
