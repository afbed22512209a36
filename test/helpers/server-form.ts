import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** Opens the form for a new server on the setup page and fills in what every server needs. */
export async function fillNewServer(page: Page, label: string, url: string): Promise<void> {
  await page.getByRole("button", { name: "Add a server" }).click();
  await page.getByLabel("Label", { exact: true }).fill(label);
  await page.getByLabel("Addresses").fill(url);
}

/** Presses Save in the form of a server. */
export const save = (page: Page): Promise<void> => page.getByRole("button", { name: "Save", exact: true }).click();

/** The fault of a control as whoever cannot see it is told of it; empty where it has none. */
export async function faultOf(page: Page, label: string): Promise<string> {
  const control = page.getByLabel(label, { exact: true });
  if ((await control.getAttribute("aria-invalid")) !== "true") return "";
  const id = await control.getAttribute("id");
  assert.ok((await control.getAttribute("aria-describedby"))?.includes(`${id}-fault`));
  return page.locator(`[id="${id}-fault"][role=alert]`).innerText();
}
