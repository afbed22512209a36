import assert from "node:assert/strict";
import { test } from "node:test";
import { type RestRequest, refusal } from "../../../src/stand-in/splunkd/rest.ts";
import { SplunkdStore } from "../../../src/stand-in/splunkd/store.ts";
import { withoutBrowser } from "../../helpers/browser.ts";
import { faultOf, fillNewServer, save } from "../../helpers/server-form.ts";
import { FRESH, openSetupPage } from "../../helpers/setup-page.ts";

const skip = withoutBrowser;
const XRAY = { url: "https://pacs.example/rx", connect_timeout: "9", idle_timeout: "3" };
const NO = "You (user=alice) do not have permission to perform this operation";

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
  test(`a user who may not ${name} reads which right is missing`, { skip }, async (t) => {
    const store = new SplunkdStore(FRESH);
    store.refuse = (request: RestRequest) =>
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

test("a session that is over, and a splunkd that gives no answer, are shown in plain words", { skip }, async (t) => {
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

test("a Splunk that keeps a key which was emptied is found out", { skip }, async (t) => {
  const store = new SplunkdStore({ ...FRESH, "server:xray": XRAY });
  store.refuse = ({ form }) => void form.delete("connect_timeout");
  const { page } = await openSetupPage(t, store);
  await page.getByRole("button", { name: "Edit xray" }).click();
  await page.getByText("More settings").click();
  await page.getByLabel("Seconds to connect").fill("");
  await page.getByLabel("Seconds of a pause").fill("");
  await save(page);
  await page.getByText("Splunk kept connect_timeout of xray").waitFor();
  assert.deepEqual(store.stanzas.get("server:xray"), { ...XRAY, idle_timeout: "" });
});
