/** Light or dark, before anything is painted: as it was chosen, or as the browser prefers it. */
const KEY = "preview-theme";
const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
const chosen = (): string | null => window.localStorage.getItem(KEY);
const current = (): "light" | "dark" =>
  chosen() === "dark" || (chosen() !== "light" && prefersDark.matches) ? "dark" : "light";

function apply(): void {
  document.documentElement.dataset["theme"] = current();
  document.getElementById("theme")?.setAttribute("aria-pressed", String(current() === "dark"));
}

apply();
prefersDark.addEventListener("change", apply);
document.addEventListener("DOMContentLoaded", () => {
  apply();
  document.getElementById("theme")?.addEventListener("click", () => {
    window.localStorage.setItem(KEY, current() === "dark" ? "light" : "dark");
    apply();
  });
});

export {};
