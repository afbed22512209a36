import type { Locator, Page } from "playwright-core";

/** Where the large picture is in its window: its sides on the screen and its middle, in CSS pixels, and what it holds. */
export type Shown = {
  readonly width: number;
  readonly height: number;
  readonly x: number;
  readonly y: number;
  readonly naturalWidth: number;
  readonly alt: string;
};

/** Waits for the large picture itself, which comes after its thumbnail. @param pane of two that are compared, 1 is walked */
export async function shownPicture(page: Page, pane = 1): Promise<Shown> {
  const large = `document.querySelectorAll(".gx-pane")[${pane}].querySelector(".gx-large")`;
  await page.waitForFunction(`${large}?.naturalWidth > 100 && !document.querySelector(".gx-stage[aria-busy]")`);
  return page.evaluate(`(() => {
    const image = ${large};
    const { width, height, left, top } = image.getBoundingClientRect();
    const stage = image.parentElement.getBoundingClientRect();
    return {
      width, height, naturalWidth: image.naturalWidth, alt: image.alt,
      x: left + width / 2 - stage.left - stage.width / 2, y: top + height / 2 - stage.top - stage.height / 2,
    };
  })()`);
}

export function control(page: Page, name: string): Locator {
  return page.getByRole("dialog").getByRole("button", { name, exact: true });
}

/** The number and total that the toolbar shows, as "3 of 300". */
export function placeText(page: Page): Promise<string> {
  return page.locator(".gx-place").innerText();
}

export function scaleText(page: Page): Promise<string> {
  return page.locator(".gx-scale").innerText();
}
