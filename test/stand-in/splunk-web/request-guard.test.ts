import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalOf } from "../../../src/stand-in/splunk-web/request-guard.ts";

const JSON_BODY = { "content-type": "application/json" };

for (const [method, headers, status] of [
  ["GET", { host: "127.0.0.1:80" }, undefined],
  ["HEAD", { host: "localhost:80" }, undefined],
  ["GET", {}, 421],
  ["GET", { host: "evil.example:80" }, 421],
  ["GET", { host: "127.0.0.1:81" }, 421],
  ["GET", { host: "127.0.0.1" }, 421],
  ["GET", { host: "127.0.0.1:80.evil.example" }, 421],
  ["PUT", { host: "127.0.0.1:80" }, 405],
  ["DELETE", { host: "127.0.0.1:80" }, 405],
  ["OPTIONS", { host: "127.0.0.1:80" }, 405],
  ["POST", { host: "127.0.0.1:80", ...JSON_BODY }, undefined],
  ["POST", { host: "127.0.0.1:80", ...JSON_BODY, origin: "http://127.0.0.1:80" }, undefined],
  ["POST", { host: "127.0.0.1:80", ...JSON_BODY, "sec-fetch-site": "same-origin" }, undefined],
  ["POST", { host: "127.0.0.1:80", ...JSON_BODY, origin: "http://evil.example" }, 403],
  ["POST", { host: "127.0.0.1:80", ...JSON_BODY, origin: "null" }, 403],
  ["POST", { host: "127.0.0.1:80", ...JSON_BODY, "sec-fetch-site": "cross-site" }, 403],
  ["POST", { host: "127.0.0.1:80", ...JSON_BODY, "sec-fetch-site": "same-site" }, 403],
  ["POST", { host: "127.0.0.1:80", "content-type": "text/plain" }, 415],
  ["POST", { host: "127.0.0.1:80" }, 415],
] as const) {
  test(`${method} with ${JSON.stringify(headers)} is ${status ? `refused with ${status}` : "answered"}`, () => {
    assert.equal(refusalOf({ method, headers }, 80)?.status, status);
  });
}
