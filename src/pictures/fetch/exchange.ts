import { fail, type Outcome } from "../../base/outcome.ts";
import type { ImageError } from "../contract.ts";
import { type AdmittedUrl, allowingServer } from "./admission.ts";
import { type Attempt, attempt } from "./attempt.ts";
import type { Breaker } from "./breaker.ts";
import type { Connections } from "./connections.ts";
import { adviceFor401, identityFor, type SecretFor } from "./identity.ts";
import type { FetchLimits } from "./limits.ts";
import type { PhaseClock } from "./phase-clock.ts";
import type { ImageServer } from "./server.ts";
import type { Validators } from "./validators.ts";

/** What all requests of a search have in common. */
export type ExchangeContext = {
  readonly servers: readonly ImageServer[];
  readonly connections: Connections;
  readonly limitsFor: (server: ImageServer | undefined) => FetchLimits;
  readonly secretFor: SecretFor;
  readonly breaker: Pick<Breaker, "enter">;
  /** Called when a picture begins to arrive. */
  readonly arriving: () => void;
};

export type ExchangeOptions = {
  readonly url: AdmittedUrl;
  /** Whether this server may learn who asks: it is the one that was asked first. */
  readonly isIdentified: boolean;
  readonly file: string;
  readonly known: Validators | undefined;
  readonly clock: PhaseClock;
};

/** One request, as its server's stanza wants it, and with leave of the breaker, which learns how it ended. */
export async function exchange(options: ExchangeOptions, context: ExchangeContext): Promise<Attempt> {
  const { url } = options;
  const server = allowingServer(url, context.servers);
  if (!server) return failed({ code: "host-refused", text: `no [server:*] stanza allows ${url.origin}` });
  const entered = context.breaker.enter(url.origin);
  if (!entered.ok) return failed(entered.error);
  let ended: Attempt | undefined;
  try {
    ended = await ask(server, options, context);
    return ended;
  } finally {
    entered.value.settle(ended?.reach ?? "unknown", causeOf(ended));
  }
}

async function ask(
  server: ImageServer,
  { url, isIdentified, file, known, clock }: ExchangeOptions,
  { connections, limitsFor, secretFor, arriving }: ExchangeContext,
): Promise<Attempt> {
  const agent = connections.agentFor(url, server, isIdentified);
  if (!agent.ok) return failed(agent.error);
  const headers = isIdentified ? await unlessEnded(identityFor(server, secretFor), clock) : NOBODY;
  if (!headers.ok) return failed(headers.error);
  return attempt({
    url,
    file,
    known,
    clock,
    arriving,
    limits: limitsFor(server),
    agent: agent.value,
    transport: connections.transportFor(clock, url.host),
    headers: headers.value,
    label: server.label,
    adviceFor401: adviceFor401(server, isIdentified),
  });
}

const NOBODY = { ok: true, value: {} } as const;

type Headers = Outcome<Readonly<Record<string, string>>, ImageError>;

// Splunk may take its time with a secret, and a search that has ended waits for nobody.
function unlessEnded(headers: Promise<Headers>, clock: PhaseClock): Promise<Headers> {
  const ended = new Promise<Headers>((resolve) => {
    const giveUp = (): unknown => clock.failure && resolve(fail(clock.failure));
    clock.signal.addEventListener("abort", giveUp, { once: true });
    giveUp();
  });
  return Promise.race([headers, ended]);
}

function causeOf(ended: Attempt | undefined): string | undefined {
  if (ended?.kind !== "done" || ended.outcome.ok) return undefined;
  const { brief, text } = ended.outcome.error;
  return brief ?? text;
}

function failed(error: ImageError): Attempt {
  return { kind: "done", outcome: fail(error), reach: "unknown" };
}
