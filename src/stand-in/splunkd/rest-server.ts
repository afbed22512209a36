import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CAPABILITY } from "../../pictures/contract.ts";

/** A session of the preview's only user, and the REST side of a splunkd that knows of it. */
export type SplunkdSession = {
  readonly sessionKey: string;
  readonly splunkdUri: string;
  readonly close: () => Promise<void>;
};

/**
 * Answers on loopback what the app's programs ask splunkd: which capabilities a session has. There are no secrets, so a
 * server that wants a login gets none.
 */
export async function startSplunkdSession(): Promise<SplunkdSession> {
  const sessionKey = randomUUID();
  const server = createServer((request, response) => {
    const [status, body] = answerTo(request.url ?? "", request.headers.authorization === `Splunk ${sessionKey}`);
    response.writeHead(status, { "Content-Type": "application/json; charset=UTF-8" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    sessionKey,
    // listen() on a host gives an AddressInfo; only pipes have a text.
    splunkdUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerTo(url: string, isKnown: boolean): readonly [status: number, body: object] {
  const { pathname } = new URL(url, "http://splunkd");
  if (!isKnown) return [401, { messages: [{ type: "WARN", text: "call not properly authenticated" }] }];
  if (pathname === "/services/authentication/current-context") {
    const content = { username: "admin", roles: ["admin"], capabilities: [CAPABILITY] };
    return [200, { entry: [{ name: "context", content }], messages: [] }];
  }
  return [404, { entry: [], messages: [{ type: "ERROR", text: "The preview has no splunkd behind this address" }] }];
}
