import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { test } from "node:test";
import { deadPort, startImageServer } from "../../src/stand-in/image-server.ts";
import { PROJECT, sample } from "../helpers/samples.ts";

test("the image server gives its pictures and nothing else", async (t) => {
  const name = "rx_weiss_small.png";
  const server = await startImageServer({
    folder: `${PROJECT}/sample_images`,
    path: "/icons",
    forbidden: ["rx_private_rossi.jpg"],
  });
  t.after(server.close);
  const get = (path: string, method = "GET") => fetch(`http://127.0.0.1:${server.port}${path}`, { method });

  const found = await get(`/icons/${name}?v=1`);
  assert.equal(found.status, 200);
  assert.ok(Buffer.from(await found.arrayBuffer()).equals(readFileSync(sample(name))));
  for (const [path, status] of [
    ["/icons/rx_private_rossi.jpg", 403],
    ["/icons/missing.tif", 404],
    ["/icons/", 404],
    [`/other/${name}`, 404],
    ["/icons/%2e%2e%2fpackage.json", 404],
    ["/icons/..%2f..%2f..%2f..%2fetc%2fpasswd", 404],
    ["/icons/%", 404],
  ] as const) {
    assert.equal((await get(path)).status, status, path);
  }
  assert.equal((await get(`/icons/${name}`, "POST")).status, 404);
  assert.equal(server.requests(), 9);
});

test("nobody listens on a dead port", async () => {
  const [error] = await once(connect(await deadPort(), "127.0.0.1"), "error");
  assert.equal(error.code, "ECONNREFUSED");
});
