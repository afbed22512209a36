import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from "node:http";
import https from "node:https";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { type AddressVerdict, CheckedLookup, type Resolve } from "../../net/checked-lookup.ts";
import { trustFor } from "../../net/trust.ts";
import type { ImageError } from "../contract.ts";
import { judgeAddresses, refusedAddresses } from "./admission.ts";
import { FetchRefused } from "./failure.ts";
import { OpenSockets } from "./open-sockets.ts";
import type { PhaseClock } from "./phase-clock.ts";
import type { ImageServer } from "./server.ts";

/** What axios wants as `transport`: something that opens a request. */
export type Transport = {
  readonly request: (options: RequestOptions, answered: (response: IncomingMessage) => void) => ClientRequest;
};

/** The connections of one process: kept alive, and only ever to addresses that were checked when they were made. */
export type Connections = {
  /**
   * What keeps the connections to a server; those that trust or show different certificates never mix.
   * @param showsCertificate whether the server may learn by the stanza's client certificate who asks
   */
  readonly agentFor: (url: URL, server: ImageServer, showsCertificate: boolean) => Outcome<http.Agent, ImageError>;
  /** Opens requests that report to the clock in which phase they are. */
  readonly transportFor: (clock: PhaseClock, host: string) => Transport;
  /** Rejects where the name leads nowhere. */
  readonly addressesOf: (hostname: string) => Promise<readonly AddressVerdict[]>;
  /** Whether a name server is being asked. */
  readonly isResolving: () => boolean;
  readonly close: () => void;
};

export type ConnectionsOptions = {
  /** Open connections, idle ones included; more only while as many are at work. */
  readonly maxSockets: number;
  /** How names become addresses; absent: as the system does it. */
  readonly resolve?: Resolve;
};

export function openConnections(
  servers: readonly ImageServer[],
  { maxSockets, resolve }: ConnectionsOptions,
): Connections {
  const names = new CheckedLookup({
    judge: (hostname, addresses) => judgeAddresses(hostname, addresses, servers),
    refused: (hostname, judged) => new FetchRefused(refusedAddresses(hostname, judged)),
    ...(resolve && { resolve }),
  });
  const sockets = new OpenSockets(maxSockets);
  const keepAlive = { keepAlive: true, maxFreeSockets: maxSockets, lookup: names.lookup };
  const plain = sockets.watch(new http.Agent(keepAlive));
  const secure = { shown: new Map<ImageServer, Secure>(), hidden: new Map<ImageServer, Secure>() };
  const openSecure = (server: ImageServer, showsCertificate: boolean): Secure => {
    const trust = trustFor(server, showsCertificate);
    if (trust.ok) return succeed(sockets.watch(new https.Agent({ ...keepAlive, ...trust.value })));
    const text = `the TLS files of [server:${server.label}] are of no use: ${trust.error}`;
    return fail({ code: "tls-failed", text });
  };
  return {
    agentFor(url, server, showsCertificate) {
      if (url.protocol !== "https:") return succeed(plain);
      const agents = showsCertificate && server.clientCertificate ? secure.shown : secure.hidden;
      const agent = agents.get(server) ?? openSecure(server, showsCertificate);
      agents.set(server, agent);
      return agent;
    },
    transportFor: (clock, host) => ({
      request(options, answered) {
        const isSecure = options.protocol === "https:";
        const request = (isSecure ? https : http).request(options, answered);
        request.once("socket", (socket) => {
          if (request.reusedSocket) clock.awaitingAnswer(host);
          else socket.once(isSecure ? "secureConnect" : "connect", () => clock.awaitingAnswer(host));
        });
        return request;
      },
    }),
    addressesOf: (hostname) => names.judge(hostname),
    isResolving: () => names.isAsking,
    close() {
      plain.destroy();
      for (const agents of [secure.shown, secure.hidden]) {
        for (const agent of agents.values()) if (agent.ok) agent.value.destroy();
      }
    },
  };
}

type Secure = Outcome<https.Agent, ImageError>;
