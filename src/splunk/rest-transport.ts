import { readFileSync } from "node:fs";
import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https, { type RequestOptions } from "node:https";
import { TLSSocket } from "node:tls";
import { errorCode } from "../base/error-text.ts";
import { parseJson } from "../base/json.ts";
import { RestFailure } from "./rest-failure.ts";

const TIME_LIMIT_MS = 10_000;
const MAX_ANSWER_BYTES = 2 ** 20;

export type RestRequest = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** An answer as the SDK wants it, of any status except a redirect. */
export type RestAnswer = {
  readonly status: number;
  readonly response: { readonly statusCode: number; readonly headers: IncomingHttpHeaders };
  /** The JSON that came; undefined where a refusal (400 and above) holds none. */
  readonly data: unknown;
};

/** Asks splunkd once. Rejects with a RestFailure. */
export type RestTransport = (url: string, request: RestRequest) => Promise<RestAnswer>;

export type RestTransportOptions = {
  /** File of the certificates, in PEM, that must vouch for splunkd's. */
  readonly caFile: string;
  /** The setting that names that file, for whoever has to mend it: completes the sentence "set ...". */
  readonly caSetting: string;
  /** Milliseconds for all of a request. */
  readonly timeLimitMs?: number;
};

/**
 * The way to splunkd's REST API. Its certificate is always checked; redirects, proxies and kept connections are not used,
 * and answers are bounded in time and size.
 */
export function openRestTransport({
  caFile,
  caSetting,
  timeLimitMs = TIME_LIMIT_MS,
}: RestTransportOptions): RestTransport {
  return async (address, { method, headers, body }) => {
    const url = new URL(address);
    const signal = AbortSignal.timeout(timeLimitMs);
    const options = { method, headers, signal, agent: false, ...trust(url, caFile, caSetting) };
    let request: ClientRequest | undefined;
    try {
      request = (url.protocol === "https:" ? https : http).request(url, options);
      return await answerTo(request, body, url.host);
    } catch (thrown) {
      if (thrown instanceof RestFailure) throw thrown;
      if (signal.aborted) {
        throw new RestFailure(`expected an answer of ${url.host} within ${timeLimitMs / 1_000} s, received none`);
      }
      throw refusedCertificate(request, url, caFile, caSetting) ?? unreachable(thrown, url.host);
    }
  };
}

/** Whether this machine is meant, as `URL.hostname` writes it. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function trust(url: URL, caFile: string, caSetting: string): RequestOptions {
  const atHome = isLoopback(url.hostname);
  if (url.protocol !== "https:") {
    if (atHome) return {};
    throw new RestFailure(
      `expected an https address of splunkd, received ${url.origin}, where the session could be read on the way`,
    );
  }
  return {
    ca: readCaFile(caFile, caSetting),
    rejectUnauthorized: true,
    // splunkd's own certificate names neither localhost nor 127.0.0.1, and nobody stands between us and this machine.
    ...(atHome && { checkServerIdentity: () => undefined }),
  };
}

function readCaFile(caFile: string, caSetting: string): string {
  try {
    return readFileSync(caFile, "utf8");
  } catch (thrown) {
    const received = caFile === "" ? "no name of one" : `${caFile} (${errorCode(thrown)})`;
    throw new RestFailure(`expected the CA file of Splunk's certificate, received ${received}; set ${caSetting}`);
  }
}

function answerTo(request: ClientRequest, body: string, host: string): Promise<RestAnswer> {
  return new Promise((done, failed) => {
    request.on("error", failed);
    request.once("response", (response) => {
      readAnswer(response, host).then(done, failed);
    });
    request.end(body === "" ? undefined : body);
  });
}

async function readAnswer(response: IncomingMessage, host: string): Promise<RestAnswer> {
  const { statusCode: status = 0, headers } = response;
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    received += chunk.length;
    if (received > MAX_ANSWER_BYTES) throw new RestFailure(`expected 1 MB of ${host} at the most, received more`);
  }
  if (status >= 300 && status < 400) {
    throw new RestFailure(`expected an answer of ${host}, received a redirect (${status}), which is not followed`);
  }
  const data = parseJson(Buffer.concat(chunks).toString("utf8"));
  if (data === undefined && status < 400) {
    throw new RestFailure(`expected JSON of ${host}, received ${headers["content-type"] ?? "something else"}`);
  }
  return { status, response: { statusCode: status, headers }, data };
}

function refusedCertificate(
  request: ClientRequest | undefined,
  url: URL,
  caFile: string,
  caSetting: string,
): RestFailure | undefined {
  const socket = request?.socket;
  if (!(socket instanceof TLSSocket) || !socket.authorizationError) return undefined;
  const reason = String(socket.authorizationError);
  if (reason === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const advice = `give splunkd a certificate that names ${url.hostname}`;
    return new RestFailure(`expected a certificate for ${url.hostname}, received one for other names; ${advice}`);
  }
  const expected = `expected a certificate of ${url.host} that ${caFile} vouches for`;
  return new RestFailure(`${expected}, received another one (${reason}); set ${caSetting} to the CA that issued it`);
}

// Only the code is reported: what else stands in an error may come from the request.
function unreachable(thrown: unknown, host: string): RestFailure {
  return new RestFailure(`expected an answer of ${host}, received none (${errorCode(thrown) ?? "connection lost"})`);
}
