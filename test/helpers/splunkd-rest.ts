import type { RequestListener } from "node:http";
import { APP_ID, CAPABILITY } from "../../src/pictures/contract.ts";
import { type RestServer, type RestServerOptions, startRestServer } from "../../src/stand-in/splunkd/rest-server.ts";
import { SplunkdStore } from "../../src/stand-in/splunkd/store.ts";
import type { Ending } from "./temp-folder.ts";

/** Session of a user who has the capability list_storage_passwords, and of one who has not. */
export const ADMIN_SESSION = "session-of-admin-7Qz";
export const USER_SESSION = "session-of-alice-8Rw";
export const APP = APP_ID;

export type SplunkdRest = RestServer;
export type SplunkdRestOptions = {
  /** Without one the answers come over http://. */
  readonly certificate?: NonNullable<RestServerOptions["certificate"]>;
  /** storage/passwords: `realm:user name:` -> password. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Stanza of getimage.conf -> its settings. */
  readonly conf?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What authentication/current-context tells of the admin and of the user. */
  readonly capabilities?: { readonly admin: readonly string[]; readonly user: readonly string[] };
  /** Answers in place of all the above. */
  readonly instead?: RequestListener;
};

/** splunkd's REST side with an admin and a user; it ends with the test. */
export async function startSplunkdRest(ending: Ending, options: SplunkdRestOptions): Promise<SplunkdRest> {
  const { certificate, secrets, conf, capabilities, instead } = options;
  const { admin = [CAPABILITY], user = [CAPABILITY] } = capabilities ?? {};
  const server = await startRestServer({
    sessions: new Map([
      [ADMIN_SESSION, { user: "admin", capabilities: admin, readsPasswords: true }],
      [USER_SESSION, { user: "alice", capabilities: user, readsPasswords: false }],
    ]),
    store: new SplunkdStore(conf, secrets),
    ...(certificate && { certificate }),
    ...(instead && { instead }),
  });
  ending.after(server.close);
  return server;
}
