import assert from "node:assert/strict";
import { test } from "node:test";
import { SplunkdStore } from "../../../src/stand-in/splunkd/store.ts";
import { withoutBrowser } from "../../helpers/browser.ts";
import { faultOf, fillNewServer, save } from "../../helpers/server-form.ts";
import { FRESH, openSetupPage } from "../../helpers/setup-page.ts";

const skip = withoutBrowser;
const XRAY = { url: "https://pacs.example/rx", auth: "basic", user: "splunk" };

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
