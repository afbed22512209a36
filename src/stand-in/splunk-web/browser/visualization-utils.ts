type VisualizationUtils = {
  readonly escapeHtml: (text: string) => string;
  readonly makeSafeUrl: (url: string) => string;
  readonly normalizeBoolean: (value: unknown) => boolean;
  readonly getCurrentTheme: () => "light" | "dark";
};

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Stands in for Splunk Web's module `api/SplunkVisualizationUtils`.
 * @param currentTheme asked each time, for a page may change its theme
 */
export function visualizationUtils(currentTheme: () => "light" | "dark"): VisualizationUtils {
  return {
    escapeHtml: (text) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign),
    // Blanks and control characters before a scheme do not hide it from browsers.
    makeSafeUrl: (url) => (/^(javascript|vbscript|data|blob|file):/i.test(url.replace(/[\u0000- ]/g, "")) ? "" : url),
    normalizeBoolean: (value) => /^(true|t|1|yes|y)$/i.test(String(value).trim()),
    getCurrentTheme: currentTheme,
  };
}
