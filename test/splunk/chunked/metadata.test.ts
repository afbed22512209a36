import assert from "node:assert/strict";
import { test } from "node:test";
import { errorReply, parseRequest, type SearchInfo } from "../../../src/splunk/chunked/metadata.ts";
import { ProtocolError } from "../../../src/splunk/chunked/protocol-error.ts";

function searchInfoOf(searchinfo: unknown, more: object = {}): SearchInfo {
  const request = parseRequest(Buffer.from(JSON.stringify({ action: "getinfo", searchinfo, ...more })));
  assert.ok(request.action === "getinfo");
  return request.searchInfo;
}

test("getinfo as Splunk 8.2 sends it is read in full", () => {
  const request = parseRequest(
    Buffer.from(`{"action":"getinfo","preview":true,"streaming_command_will_restart":true,"searchinfo":{
      "args":["image_file","http://img/x","size=9x9"],"raw_args":["image_file","\\"http://img/x\\"","size=9x9"],
      "dispatch_dir":"/opt/splunk/var/run/splunk/dispatch/1629787812.122","sid":"1629787812.122","app":"search",
      "owner":"admin","username":"chiara","session_key":"key^","splunkd_uri":"https://127.0.0.1:8089",
      "splunk_version":"8.2.1","search":"%7C%20getimage%20image_file%20%22caf%C3%A9%22","command":"getimage",
      "maxresultrows":20000,"earliest_time":"1599084000.5","latest_time":"0"}}`),
  );
  assert.deepEqual(request, {
    action: "getinfo",
    preview: true,
    streamingCommandWillRestart: true,
    searchInfo: {
      args: ["image_file", "http://img/x", "size=9x9"],
      rawArgs: ["image_file", '"http://img/x"', "size=9x9"],
      dispatchDir: "/opt/splunk/var/run/splunk/dispatch/1629787812.122",
      sid: "1629787812.122",
      app: "search",
      owner: "admin",
      username: "chiara",
      sessionKey: "key^",
      splunkdUri: "https://127.0.0.1:8089",
      splunkVersion: "8.2.1",
      search: '| getimage image_file "café"',
      command: "getimage",
      maxResultRows: 20_000,
      earliestTime: "1599084000.5",
      latestTime: "0",
    },
  });
});

test("times may come as numbers, as in a recording made through an SDK", () => {
  const info = searchInfoOf({ earliest_time: 1599084000, latest_time: 1599172248.25 });
  assert.equal(info.earliestTime, "1599084000");
  assert.equal(info.latestTime, "1599172248.25");
});

for (const [search, wanted] of [
  ["%7C%20eval%20a%3D%22%C3%A9%25%22", '| eval a="é%"'],
  ['search index=_internal | where like(uri, "%.png")', 'search index=_internal | where like(uri, "%.png")'],
  ["search a=50%", "search a=50%"],
] as const) {
  test(`the search ${search} is read as ${wanted}`, () => {
    assert.equal(searchInfoOf({ search }).search, wanted);
  });
}

for (const [name, searchinfo] of [
  ["missing", undefined],
  ["null", null],
  ["empty", {}],
] as const) {
  test(`searchinfo that is ${name} gives empty values and Splunk's own row limit`, () => {
    const { maxResultRows, args, rawArgs, ...texts } = searchInfoOf(searchinfo);
    assert.equal(maxResultRows, 50_000);
    assert.deepEqual([args, rawArgs], [[], []]);
    assert.deepEqual([...new Set(Object.values(texts))], [""]);
  });
}

test("keys of a later Splunk are passed over", () => {
  const info = searchInfoOf({ sid: "1.2", brand_new: { deep: [1] } }, { also_new: true });
  assert.equal(info.sid, "1.2");
});

for (const [json, finished] of [
  ['{"action":"execute","finished":true}', true],
  ['{"action":"execute","finished":false}', false],
  ['{"action":"execute"}', false],
] as const) {
  test(`${json} is ${finished ? "the last request" : "not the last request"}`, () => {
    assert.deepEqual(parseRequest(Buffer.from(json)), { action: "execute", finished });
  });
}

for (const [json, code] of [
  ["", "bad-metadata"],
  ["{", "bad-metadata"],
  ["a,b\n1,2", "bad-metadata"],
  ["[]", "bad-metadata"],
  ["null", "bad-metadata"],
  ['"getinfo"', "bad-metadata"],
  ['{"action":"getinfo","searchinfo":[]}', "bad-metadata"],
  ['{"action":"getinfo","searchinfo":"x"}', "bad-metadata"],
  ["{}", "unexpected-action"],
  ['{"action":"close"}', "unexpected-action"],
  ['{"action":["getinfo"]}', "unexpected-action"],
] as const) {
  test(`the metadata ${JSON.stringify(json)} is refused as ${code}`, () => {
    assert.throws(
      () => parseRequest(Buffer.from(json)),
      (thrown) => thrown instanceof ProtocolError && thrown.code === code,
    );
  });
}

test("an error reply names inspector before error, as splunkd wants it", () => {
  assert.equal(
    JSON.stringify(errorReply("no such field")),
    '{"finished":true,"inspector":{"messages":[["ERROR","no such field"]]},"error":"no such field"}',
  );
});
