import assert from "node:assert/strict";
import { pbkdf2 } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";
import { PICTURE } from "../../helpers/server-faults.ts";

test("a picture can be read by nobody else on the search head", async (t) => {
  const server = await startFaultServer(t);
  const { get, folder } = openFetching(t, { allowed: [server.origin] });
  assert.ok((await get(server.url("ok"))).ok);
  assert.equal(statSync(join(folder, "1")).mode & 0o777, 0o600);
});

test("a folder that is gone is a fault of the cache and no fault of the server", async (t) => {
  const server = await startFaultServer(t);
  const { get, folder } = openFetching(t, { allowed: [server.origin] });
  rmSync(folder, { recursive: true });
  const got = await get(server.url("ok"));
  assert.ok(!got.ok);
  assert.equal(got.error.code, "cache-error");
  assert.match(got.error.text, /^the picture could not be written to the cache: ENOENT/);

  mkdirSync(folder);
  assert.ok((await get(server.url("ok"))).ok);
  assert.deepEqual(readFileSync(join(folder, "2")), PICTURE);
});

test("bodies that are given up while their files are being opened leave none, on a busy machine too", async (t) => {
  const server = await startFaultServer(t);
  const { get, files } = openFetching(t, {
    allowed: [server.origin],
    limits: { maxBytes: 1_024 },
    arriving: keepThreadsBusy,
  });
  for (let picture = 0; picture < 200; picture++) {
    const got = await get(server.url("ok without length"));
    assert.equal(!got.ok && got.error.code, "too-large");
  }
  assert.equal(files().length, 0);
});

// The four threads that open files also do this.
function keepThreadsBusy(): void {
  for (let thread = 0; thread < 4; thread++) pbkdf2("busy", "machine", 2_000, 32, "sha512", () => {});
}
