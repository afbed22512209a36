import { APP_ID } from "../../contract.ts";
import type { AskSplunkd } from "./ask.ts";

const APP = `apps/local/${APP_ID}`;

/** Tells Splunk that the app is set up, so that it no longer sends people to the setup page first. */
export async function markConfigured(ask: AskSplunkd) {
  const marked = await ask({ method: "POST", path: APP, values: { configured: "1" } });
  return marked.ok ? ask({ method: "POST", path: `${APP}/_reload` }) : marked;
}

/** Where Splunk Web shows the app's first page, whatever stands before the app in the address of this page. */
export function startPage(pathname: string): string {
  const before = pathname.indexOf(`/app/${APP_ID}/`);
  return before === -1 ? "." : `${pathname.slice(0, before)}/app/${APP_ID}/`;
}
