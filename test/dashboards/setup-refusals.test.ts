import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { withoutBrowser } from "../helpers/browser.ts";
import { FRESH, openSetupPage } from "../helpers/setup-page.ts";
import { refusal, SplunkdStore, type StoreRequest } from "../helpers/splunkd-store.ts";

const skip = withoutBrowser;
const XRAY = { url: "https://pacs.example/rx", auth: "basic", user: "splunk" };
const NO = "You (user=alice) do not have permission to perform this operation";

async function fillNewServer(page: Page, label: string, url: string): Promise<void> {
  await page.getByRole("button", { name: "Add a server" }).click();
  await page.getByLabel("Label", { exact: true }).fill(label);
  await page.getByLabel("Addresses").fill(url);
}

const save = (page: Page): Promise<void> => page.getByRole("button", { name: "Save", exact: true }).click();

/** The text that a control is described by for whoever cannot see it, if it counts as faulty. */
async function faultOf(page: Page, label: string): Promise<string> {
  const control = page.getByLabel(label, { exact: true });
  if ((await control.getAttribute("aria-invalid")) !== "true") return "";
  const id = await control.getAttribute("id");
  assert.ok((await control.getAttribute("aria-describedby"))?.includes(`${id}-fault`));
  return page.locator(`[id="${id}-fault"][role=alert]`).innerText();
}

test("what the search command would not take is not sent; each fault stands beside its field", { skip }, async (t) => {
  const store = new SplunkdStore(FRESH);
  const { page } = await openSetupPage(t, store);
  const asked = store.requests.length;
  await fillNewServer(page, "my scans", "img.example/rx");
  await page.getByLabel("Login").selectOption("header");
  await page.getByText("More settings").click();
  await page.getByLabel("Seconds to connect").fill("soon");
  await page.getByLabel("Further headers").fill("Host = x\nAuthorization = y");
  await page.getByText("More settings").click();
  await save(page);
  assert.match(await faultOf(page, "Label"), /^Expected a label of 1 to 64 letters, digits, _, \. and -\.$/);
  assert.match(await faultOf(page, "Addresses url"), /^Expected one or more http\(s\) addresses/);
  assert.match(
    await faultOf(page, "Header for the secret auth_header"),
    /^Expected the header that auth = header needs/,
  );
  assert.match(await faultOf(page, "Secret (not stored)"), /none is stored/);
  await page.getByText("More settings").click();
  assert.match(await faultOf(page, "Seconds to connect connect_timeout"), /^Expected seconds from 0\.1 to 600/);
  assert.match(
    await faultOf(page, "Further headers header.<Name>"),
    /^header\.Host: Expected .* header\.Authorization: Expected auth = /,
  );
  await page.getByLabel("Addresses").fill("http://img.example/rx");
  assert.equal(await faultOf(page, "Addresses url"), "", "a fault goes when its field is changed");
  assert.equal(store.requests.length, asked);
});

test("a fault under More settings opens it and gets the focus", { skip }, async (t) => {
  const { page } = await openSetupPage(t, new SplunkdStore(FRESH));
  await fillNewServer(page, "scans", "http://img.example/rx");
  await page.getByText("More settings").click();
  await page.getByLabel("Downloads at once").fill("0");
  await page.getByText("More settings").click();
  await save(page);
  assert.ok(await page.getByLabel("Downloads at once").isVisible());
  assert.equal(await page.locator(":focus").getAttribute("name"), "concurrency");
});

test("a secret that no header takes is not stored", { skip }, async (t) => {
  const store = new SplunkdStore(FRESH);
  const { page } = await openSetupPage(t, store);
  await fillNewServer(page, "scans", "http://img.example/rx");
  await page.getByLabel("Login").selectOption("bearer");
  await page.getByLabel("Secret (not stored)").fill("töken");
  await save(page);
  assert.equal(await faultOf(page, "Secret (not stored)"), "The secret holds characters that no header takes.");
  assert.equal(store.passwords.size, 0);
});

test("a label is taken when the list says so, and when splunkd does", { skip }, async (t) => {
  const store = new SplunkdStore({ ...FRESH, "server:xray": XRAY });
  const { page } = await openSetupPage(t, store);
  await fillNewServer(page, "xray", "http://img.example/rx");
  await save(page);
  assert.equal(await faultOf(page, "Label"), "A server of this label is there already.");
  store.stanzas.set("server:scans", { url: "http://somebody.else/" });
  await page.getByLabel("Label", { exact: true }).fill("scans");
  await save(page);
  await page.locator("#gi-server-label[aria-invalid=true]").waitFor();
  assert.equal(await faultOf(page, "Label"), "A server of this label is there already.");
  assert.deepEqual(store.stanzas.get("server:scans"), { url: "http://somebody.else/" });
});

test("splunkd's own words stand beside the field that they name, else below all fields", { skip }, async (t) => {
  const store = new SplunkdStore(FRESH);
  const { page } = await openSetupPage(t, store);
  await fillNewServer(page, "scans", "http://img.example/rx");
  store.refuse = () => refusal(400, 'Argument "url" is not <b>supported</b>');
  await save(page);
  await page.locator("#gi-server-url[aria-invalid=true]").waitFor();
  assert.match(await faultOf(page, "Addresses url"), /\(400\)\. Splunk says: Argument "url" is not <b>supported<\/b>$/);
  store.refuse = () => refusal(500, "disk full");
  await save(page);
  const text = "Splunk refused the wish to change the settings of this app (500). Splunk says: disk full";
  await page.getByRole("alert").filter({ hasText: text }).waitFor();
});

for (const [name, path, method, wanted] of [
  ["read the settings", "configs", "GET", /You may not read the settings of this app\. .* read permission on the app/],
  ["see the secrets", "storage", "GET", /You may not see which secrets are stored\. .* list_storage_passwords/],
  ["change settings", "configs", "POST", /You may not change the settings of this app\. .* admin_all_objects/],
  ["store secrets", "storage", "POST", /The server is saved, but not its secret\. .* edit_storage_passwords/],
  ["end the setup", "apps", "POST", /You may not mark the app as set up\. .* admin_all_objects/],
] as const) {
  test(`a user who may not ${name} is told which right is missing`, { skip }, async (t) => {
    const store = new SplunkdStore(FRESH);
    store.refuse = (request: StoreRequest) =>
      request.path[0] === path && request.method === method ? refusal(403, NO) : undefined;
    const { page, errors } = await openSetupPage(t, store);
    if (path === "apps") await page.getByRole("button", { name: "Finish and open the app" }).click();
    else if (method === "POST") {
      await fillNewServer(page, "xray", "http://img.example/rx");
      await page.getByLabel("Login").selectOption("bearer");
      await page.getByLabel("Secret (not stored)").fill("token");
      await save(page);
    }
    const alert = page.getByRole("alert").filter({ hasText: wanted });
    await alert.waitFor();
    assert.match(await alert.innerText(), /Splunk says: You \(user=alice\) do not have permission/);
    assert.deepEqual(errors, []);
  });
}

test("when only the secret was refused, the next try changes the server that is there now", { skip }, async (t) => {
  const store = new SplunkdStore(FRESH);
  const { page } = await openSetupPage(t, store);
  await fillNewServer(page, "xray", "http://img.example/rx");
  await page.getByLabel("Login").selectOption("bearer");
  await page.getByLabel("Secret (not stored)").fill("token");
  store.refuse = ({ path, method }) => (path[0] === "storage" && method === "POST" ? refusal(403, NO) : undefined);
  await save(page);
  await page.getByText("The server is saved, but not its secret").waitFor();
  await page.getByRole("row", { name: "xray" }).getByText("secret not stored").waitFor();
  store.refuse = () => undefined;
  await save(page);
  await page.getByText("The server xray is saved").waitFor();
  assert.deepEqual([...store.passwords], [["getimage:xray:", "token"]]);
  assert.deepEqual(store.stanzas.get("server:xray"), { url: "http://img.example/rx", auth: "bearer" });
});

test("a session that is over, and a splunkd that gives no answer, are told in plain words", { skip }, async (t) => {
  const store = new SplunkdStore(FRESH);
  const { page } = await openSetupPage(t, store);
  store.refuse = () => refusal(401, "call not properly authenticated");
  await page.getByLabel("Quality").fill("70");
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Your session is over").waitFor();
  await page.route("**/splunkd/__raw/**", (route) => route.abort());
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Splunk gave no answer").waitFor();
});

test("a setting that the program would not take is not sent", { skip }, async (t) => {
  const store = new SplunkdStore(FRESH);
  const { page } = await openSetupPage(t, store);
  await page.getByLabel("Largest size").fill("500");
  await page.getByRole("button", { name: "Save settings" }).click();
  assert.match(
    await faultOf(page, "Largest size [image] newsize"),
    /^Expected WIDTHxHEIGHT with sides from 16 to 4096/,
  );
  assert.ok(store.requests.every(({ method }) => method === "GET"));
});
