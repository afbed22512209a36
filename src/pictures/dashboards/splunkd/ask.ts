import { fail, type Outcome, succeed } from "../../../base/outcome.ts";
import { messagesOf, type Refusal, refusalOf, type WebAnswer } from "./refusal.ts";

/** What is asked of splunkd: a path below the app's namespace, and what goes with it. */
export type SplunkdRequest = {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as a form. */
  readonly values?: Readonly<Record<string, string>>;
};

/** Asks splunkd once, as the user who is logged in to Splunk Web. Never rejects. */
export type AskSplunkd = (request: SplunkdRequest) => Promise<Outcome<unknown, Refusal>>;

/** The part of Splunk Web's module `splunkjs/mvc` that is used here. */
export type SplunkMvc = {
  readonly createService: (namespace: { readonly owner: string; readonly app: string }) => {
    readonly request: (
      path: string,
      method: string,
      query: Readonly<Record<string, string>>,
      post: null,
      body: string,
      headers: Readonly<Record<string, string>>,
      callback: (refused: WebAnswer | null | undefined, answer?: WebAnswer) => void,
    ) => unknown;
  };
};

/** Over Splunk Web's own service, which knows the session, the CSRF token, the locale and the root of its addresses. */
export function openSplunkd(mvc: SplunkMvc, app: string): AskSplunkd {
  const service = mvc.createService({ owner: "nobody", app });
  return ({ method, path, query = {}, values = {} }) =>
    new Promise((done) => {
      // Encoded here, because the service leaves names as they are, and the name of a header may hold & or %.
      const body = new URLSearchParams(values).toString();
      const headers = { "Content-Type": "application/x-www-form-urlencoded" };
      try {
        service.request(path, method, { output_mode: "json", ...query }, null, body, headers, (refused, answer) => {
          done(refused ? fail(refusalOf(refused)) : succeed(answer?.data));
        });
      } catch (thrown) {
        done(fail({ status: 0, texts: [String(thrown)] }));
      }
    });
}

/** The first row of a search, if it has one, and what Splunk would show above the results. */
export type SearchAnswer = {
  readonly row: ReadonlyMap<string, string> | undefined;
  readonly messages: readonly string[];
};

/** Runs a search to its end within one request. */
export async function searchOnce(ask: AskSplunkd, search: string): Promise<Outcome<SearchAnswer, Refusal>> {
  const values = { exec_mode: "oneshot", search, output_mode: "json", count: "1" };
  const answer = await ask({ method: "POST", path: "search/jobs", values });
  if (!answer.ok) return answer;
  const results: unknown = Object(answer.value).results;
  const [first] = Array.isArray(results) ? results : [];
  return succeed({ row: first && rowOf(first), messages: messagesOf(answer.value) });
}

function rowOf(result: unknown): ReadonlyMap<string, string> {
  const cells = Object.entries<unknown>(Object(result));
  return new Map(cells.map(([name, value]) => [name, Array.isArray(value) ? value.join("\n") : String(value ?? "")]));
}
