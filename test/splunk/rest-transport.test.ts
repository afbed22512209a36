import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { RestFailure } from "../../src/splunk/rest-failure.ts";
import { isLoopback, openRestTransport } from "../../src/splunk/rest-transport.ts";
import { startSplunkdRest } from "../helpers/splunkd-rest.ts";
import { type Ending, tempFolder } from "../helpers/temp-folder.ts";
import { makeSplunkdCa, withoutOpenssl } from "../helpers/tls.ts";

const SETTING = "[splunkd] ca_file in getimage.conf";

const GET = { method: "GET", headers: {}, body: "" };
const JSON_TYPE = { "Content-Type": "application/json" };

function failure(message: RegExp) {
  return { constructor: RestFailure, message };
}

for (const [host, isHome] of [
  ["localhost", true],
  ["127.0.0.1", true],
  ["127.1", true],
  ["[::1]", true],
  ["10.0.0.1", false],
  ["0.0.0.0", false],
  ["127.0.0.1.example", false],
  ["localhost.example", false],
  ["[::ffff:127.0.0.1]", false],
  ["splunk.example", false],
] as const) {
  test(`${host} is ${isHome ? "" : "not "}this machine`, () => {
    assert.equal(isLoopback(new URL(`https://${host}:8089`).hostname), isHome);
  });
}

suite("the way to splunkd", { skip: withoutOpenssl }, () => {
  const ca = makeSplunkdCa({ after });
  const byDefault = ca.issue();
  const ask = openRestTransport({ caSetting: SETTING, caFile: ca.file });
  const answers: RequestListener = (_, response) => response.writeHead(200, JSON_TYPE).end('{"a":1}');

  async function splunkdThat(ending: Ending, instead: RequestListener, certificate = byDefault) {
    return startSplunkdRest(ending, { certificate, instead });
  }

  test("brings answers of any status, with their JSON", async (t) => {
    for (const [status, body, data] of [
      [200, '{"entry":[]}', { entry: [] }],
      [201, "null", null],
      [404, '{"messages":[]}', { messages: [] }],
      [503, "<html>", undefined],
    ] as const) {
      const { uri } = await splunkdThat(t, (_, response) => response.writeHead(status, JSON_TYPE).end(body));
      const answer = await ask(uri, GET);
      assert.deepEqual([answer.status, answer.response.statusCode, answer.data], [status, status, data]);
      assert.equal(answer.response.headers["content-type"], "application/json");
    }
  });

  test("takes method, headers and body along, and keeps no connection", async (t) => {
    const { uri } = await splunkdThat(t, async (request, response) => {
      const [body] = await request.toArray();
      const { authorization, connection, "content-length": length } = request.headers;
      response.end(JSON.stringify([request.method, request.url, authorization, connection, length, String(body)]));
    });
    const headers = { Authorization: "Splunk key" };
    const { data } = await ask(`${uri}/a%3Ab?c=d`, { method: "POST", headers, body: "name=é" });
    assert.deepEqual(data, ["POST", "/a%3Ab?c=d", "Splunk key", "close", "7", "name=é"]);
  });

  test("knows this machine by another name than its certificate has", async (t) => {
    const { port } = await splunkdThat(t, answers);
    for (const host of ["127.0.0.1", "localhost"]) {
      assert.deepEqual((await ask(`https://${host}:${port}`, GET)).data, { a: 1 });
    }
  });

  test("refuses a certificate of another CA before anything is asked, this machine's too", async (t) => {
    const { uri, asked } = await splunkdThat(t, answers, makeSplunkdCa(t).issue("IP:127.0.0.1"));
    const expected = `^expected a certificate of 127.0.0.1:\\d+ that ${ca.file} vouches for, received another one `;
    const advice = String.raw`\([A-Z_]+\); set \[splunkd\] ca_file in getimage\.conf to the CA that issued it$`;
    await assert.rejects(ask(uri, GET), failure(new RegExp(expected + advice)));
    assert.deepEqual(asked(), []);
  });

  test("compares the name of any other machine", async (t) => {
    // 0.0.0.0 leads to this machine and is none of its loopback names.
    const unnamed = await splunkdThat(t, answers);
    const text =
      /^expected a certificate for 0\.0\.0\.0, received one for other names; give splunkd a certificate that /;
    await assert.rejects(ask(`https://0.0.0.0:${unnamed.port}`, GET), failure(text));
    assert.deepEqual(unnamed.asked(), []);

    const named = await splunkdThat(t, answers, ca.issue("IP:0.0.0.0"));
    assert.deepEqual((await ask(`https://0.0.0.0:${named.port}`, GET)).data, { a: 1 });
  });

  for (const [file, received] of [
    ["", "no name of one"],
    ["gone.pem", ".*gone\\.pem \\(ENOENT\\)"],
  ] as const) {
    test(`needs the CA file; ${file || "none"} is none`, async (t) => {
      const { uri, asked } = await splunkdThat(t, answers);
      const caFile = file && join(tempFolder(t), file);
      const text = `^expected the CA file of Splunk's certificate, received ${received}; set \\[splunkd\\] ca_file in `;
      await assert.rejects(openRestTransport({ caSetting: SETTING, caFile })(uri, GET), failure(new RegExp(text)));
      assert.deepEqual(asked(), []);
    });
  }

  test("is open over http:// on this machine only", async (t) => {
    const { uri, port, asked } = await startSplunkdRest(t, { instead: answers });
    assert.deepEqual((await ask(uri, GET)).data, { a: 1 });
    await assert.rejects(
      ask(`http://0.0.0.0:${port}`, GET),
      failure(/^expected an https address of splunkd, received http:\/\/0\.0\.0\.0:\d+, where the session could /),
    );
    assert.equal(asked().length, 1);
  });

  test("follows no redirect", async (t) => {
    const other = await splunkdThat(t, answers);
    const { uri } = await splunkdThat(t, (_, response) => response.writeHead(307, { Location: other.uri }).end());
    await assert.rejects(ask(uri, GET), failure(/received a redirect \(307\), which is not followed$/));
    assert.deepEqual(other.asked(), []);
  });

  test("reads 1 MB of an answer and no more", async (t) => {
    const whole = JSON.stringify("x".repeat(2 ** 20 - 2));
    const { uri: fits } = await splunkdThat(t, (_, response) => response.end(whole));
    assert.equal(JSON.stringify((await ask(fits, GET)).data), whole);
    const { uri: endless } = await splunkdThat(t, (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write("x".repeat(60_000)));
      };
      response.on("drain", more);
      more();
    });
    await assert.rejects(ask(endless, GET), failure(/^expected 1 MB of 127.* at the most, received more$/));
  });

  for (const [name, instead] of [
    ["says nothing", () => {}],
    ["stops after the head", (_, response) => response.writeHead(200, JSON_TYPE).flushHeaders()],
    ["stops in its body", (_, response) => response.writeHead(200, JSON_TYPE).write('{"a":')],
  ] as const satisfies readonly (readonly [string, RequestListener])[]) {
    test(`gives a splunkd up that ${name}`, async (t) => {
      const { uri } = await splunkdThat(t, instead);
      const soon = openRestTransport({ caSetting: SETTING, caFile: ca.file, timeLimitMs: 300 });
      await assert.rejects(soon(uri, GET), failure(/^expected an answer of 127.* within 0\.3 s, received none$/));
    });
  }

  for (const [name, instead, message] of [
    ["no JSON", (_, response) => response.setHeader("Content-Type", "text/html").end("<p>"), /JSON.* text\/html$/],
    ["half an answer", (_, response) => response.write("{", () => response.destroy()), /received none \(ECONNRESET\)$/],
    ["a hang-up", (request) => request.socket.destroy(), /received none \(ECONNRESET\)$/],
  ] as const satisfies readonly (readonly [string, RequestListener, RegExp])[]) {
    test(`takes ${name} for a failure`, async (t) => {
      const { uri } = await splunkdThat(t, instead);
      await assert.rejects(ask(uri, GET), failure(message));
    });
  }
});
