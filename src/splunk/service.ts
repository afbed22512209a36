import type Service from "splunk-sdk/lib/service.js";
import { RestFailure } from "./rest-failure.ts";
import { openRestTransport } from "./rest-transport.ts";

/** How to ask splunkd, and as whom. */
export type SplunkdAccess = {
  /** As getinfo says it: `https://127.0.0.1:8089`. */
  readonly splunkdUri: string;
  readonly sessionKey: string;
  /** Id of the app whose objects are meant. */
  readonly app: string;
  /** File of the certificates, in PEM, that must vouch for splunkd's. */
  readonly caFile: string;
  /** The setting that names it: completes the sentence "set ...". */
  readonly caSetting: string;
};

const sdk = await loadSdk();

/**
 * The SDK's view of splunkd, over our own transport: the SDK's checks no certificate. What it asks rejects with a
 * RestFailure, or with a RestAnswer whose status is 400 or above.
 * @throws RestFailure when splunkdUri is no address.
 */
export function openService({ splunkdUri, sessionKey, app, caFile, caSetting }: SplunkdAccess): Service {
  const url = URL.parse(splunkdUri);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new RestFailure("expected an https address as splunkd_uri, received something else");
  }
  const ask = openRestTransport({ caFile, caSetting });
  const http = new sdk.Http();
  http.makeRequest = ask;
  http.makeRequestAsync = async (address, request) => {
    const answer = await ask(address, request);
    // The SDK looks at the status of its other requests only.
    if (answer.status >= 400) throw answer;
    return { body: answer.data };
  };
  const isSecure = url.protocol === "https:";
  return new sdk.Service(http, {
    scheme: isSecure ? "https" : "http",
    host: url.hostname,
    port: url.port || (isSecure ? "443" : "80"),
    sessionKey,
    owner: "nobody",
    app,
    autologin: false,
  });
}

/** The app's entity of storage/passwords for a realm and user name, not yet fetched. Neither may hold `:` or `/`. */
export function storedPassword(service: Service, realm: string, name: string) {
  return new sdk.Service.StoragePassword(service, `${realm}:${name}:`);
}

// The package's index reads `.env` of the current folder, so its files are loaded one by one. Its log sets LOG_LEVEL
// when loaded; it prints only in a method of Http that transports of its own call.
async function loadSdk() {
  const before = process.env["LOG_LEVEL"];
  try {
    const [{ default: Http }, { default: Service }] = await Promise.all([
      import("splunk-sdk/lib/http.js"),
      import("splunk-sdk/lib/service.js"),
    ]);
    return { Http, Service };
  } finally {
    if (before === undefined) delete process.env["LOG_LEVEL"];
    else process.env["LOG_LEVEL"] = before;
  }
}
