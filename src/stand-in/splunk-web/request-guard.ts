/** What is looked at before a request is answered; header names in small letters. */
export type Asked = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
};

export type Refused = { readonly status: number; readonly text: string };

/**
 * Why a request is not answered; undefined where nothing stands against it. The preview listens on loopback, where any page
 * of the same browser can reach it: under a name of its own (so the Host is looked at) or across sites.
 */
export function refusalOf({ method, headers }: Asked, port: number): Refused | undefined {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!own.includes(String(headers["host"]))) return { status: 421, text: `expected to be asked for as ${own[0]}` };
  if (!["GET", "HEAD", "POST"].includes(method))
    return { status: 405, text: `expected GET or POST, received ${method}` };
  if (method !== "POST") return undefined;
  const origin = headers["origin"];
  if (origin !== undefined && !own.some((host) => origin === `http://${host}`)) return acrossSites();
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return acrossSites();
  // No form of another site can send it without asking first.
  if (!String(headers["content-type"]).startsWith("application/json")) {
    return { status: 415, text: "expected application/json" };
  }
  return undefined;
}

function acrossSites(): Refused {
  return { status: 403, text: "expected a request of the preview's own pages" };
}

/** Splunk's dashboards have the same bounds for pictures; scripts and styles come from files of this server alone. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
};
