/**
 * Whether a page is dark where this element stands. Splunk's classes for its themes differ between versions, and the
 * browser's own preference says nothing about the page; the colour behind the element does.
 */
export function isDarkGround(element: Element): boolean {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const [red = 255, green = 255, blue = 255, alpha = 1] = getComputedStyle(at)
      .backgroundColor.match(/[\d.]+/g)
      ?.map(Number) ?? [255, 255, 255, 0];
    if (alpha >= 0.5) return (red * 299 + green * 587 + blue * 114) / 1000 < 128;
  }
  return false;
}

/**
 * Marks an element with the theme of the page around it, now and whenever that changes.
 * @param isDark for pages that say which theme they have; else the colour behind the element does
 * @returns ends it
 */
export function followTheme(element: HTMLElement, isDark = () => isOnDarkGround(element)): () => void {
  const mark = (): void => {
    const theme = isDark() ? "dark" : "light";
    if (element.dataset["theme"] !== theme) element.dataset["theme"] = theme;
  };
  mark();
  const watcher = new MutationObserver(mark);
  for (const watched of [document.documentElement, document.body]) {
    watcher.observe(watched, { attributes: true, attributeFilter: ["class", "style", "data-theme"] });
  }
  window.addEventListener("load", mark);
  return () => {
    watcher.disconnect();
    window.removeEventListener("load", mark);
  };
}

// Its own ground must not be asked.
function isOnDarkGround({ parentElement }: HTMLElement): boolean {
  return parentElement !== null && isDarkGround(parentElement);
}
