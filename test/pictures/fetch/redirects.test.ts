import assert from "node:assert/strict";
import { test } from "node:test";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";
import { PICTURE } from "../../helpers/server-faults.ts";

function redirecting(from: string, to: string): URL {
  const url = new URL(from);
  url.searchParams.set("redirect", to);
  return url;
}

for (const [how, to] of [
  ["relative", "ok"],
  ["root-relative", "/pictures/ok"],
  ["climbing, but not too far", "../pictures/./ok"],
] as const) {
  test(`a ${how} address is followed`, async (t) => {
    const server = await startFaultServer(t);
    const { get, files } = openFetching(t, { allowed: [`${server.origin}/pictures`] });
    const got = await get(redirecting(`${server.origin}/pictures/old`, to));
    assert.ok(got.ok, got.ok ? "" : got.error.text);
    assert.deepEqual(files(), [PICTURE]);
    assert.deepEqual(server.asked(), ["old", "ok"]);
  });
}

test("a redirect to another server is followed where a stanza allows that one too", async (t) => {
  const [from, to] = [await startFaultServer(t), await startFaultServer(t)];
  const { get, files } = openFetching(t, { allowed: [from.origin, `${to.origin}/pictures`] });
  assert.ok((await get(redirecting(`${from.origin}/a`, to.url("ok").href))).ok);
  assert.deepEqual(files(), [PICTURE]);
  assert.deepEqual(to.asked(), ["ok"]);
});

test("a redirect to a server that no stanza allows is refused, and that server is not asked", async (t) => {
  const [from, to] = [await startFaultServer(t), await startFaultServer(t)];
  const { get, files } = openFetching(t, { allowed: [from.origin] });
  const got = await get(redirecting(`${from.origin}/a`, to.url("ok").href));
  assert.ok(!got.ok);
  assert.equal(got.error.code, "redirect-refused");
  assert.ok(
    got.error.text.endsWith(`[server:127.0.0.1_${new URL(to.origin).port}]\nurl = ${to.origin}`),
    got.error.text,
  );
  assert.equal(to.connections(), 0);
  assert.equal(files().length, 0);
});

for (const to of [
  "/secret/ok",
  "/pictures-evil/ok",
  "../ok",
  "..%2fok",
  "//evil.example/pictures/ok",
  "http://169.254.169.254/latest/meta-data/",
  "http://[::1]/pictures/ok",
  "http://user:secret@127.0.0.1/pictures/ok",
  "file:///etc/passwd",
  "data:image/png;base64,AA",
  "ftp://127.0.0.1/a.png",
]) {
  test(`a redirect to ${to} is refused`, async (t) => {
    const server = await startFaultServer(t);
    const { get, files } = openFetching(t, { allowed: [`${server.origin}/pictures`] });
    const got = await get(redirecting(`${server.origin}/pictures/old`, to));
    assert.ok(!got.ok);
    assert.equal(got.error.code, "redirect-refused", got.error.text);
    assert.deepEqual(server.asked(), ["old"]);
    assert.equal(files().length, 0);
  });
}

for (const [maxRedirects, asked] of [
  [0, ["redirect 4"]],
  [1, ["redirect 4", "redirect 3"]],
  [4, ["redirect 4", "redirect 3", "redirect 2", "redirect 1", "ok"]],
] as const) {
  test(`max_redirects = ${maxRedirects} follows that many`, async (t) => {
    const server = await startFaultServer(t);
    const { get } = openFetching(t, { allowed: [server.origin], limits: { maxRedirects } });
    await get(server.url("redirect 4"));
    assert.deepEqual(server.asked(), asked);
  });
}
