import { APP_ID } from "../../pictures/contract.ts";

/** A request as splunkd gets it from Splunk Web. */
export type StoreRequest = {
  readonly method: string;
  /** Below `/servicesNS/nobody/<app>/`, each part decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
};
export type StoreReply = readonly [status: number, json: object];
type Settings = Readonly<Record<string, string>>;

/** splunkd's conf files, passwords and apps, as far as an app's setup page reads and writes them. */
export class SplunkdStore {
  readonly stanzas: Map<string, Settings>;
  /** `realm:user name:` -> password. */
  readonly passwords: Map<string, string>;
  readonly apps = new Map<string, Settings>([[APP_ID, { configured: "0" }]]);
  /** Answers instead of the store, where it gives one. */
  refuse: (request: StoreRequest) => StoreReply | undefined = () => undefined;
  /** The rows of a search. */
  search: (spl: string) => StoreReply | Promise<StoreReply> = () => [200, { results: [], messages: [] }];
  readonly requests: StoreRequest[] = [];

  constructor(stanzas: Readonly<Record<string, Settings>> = {}, passwords: Settings = {}) {
    this.stanzas = new Map(Object.entries(stanzas));
    this.passwords = new Map(Object.entries(passwords));
  }

  async answer(request: StoreRequest): Promise<StoreReply> {
    this.requests.push(request);
    const refused = this.refuse(request);
    if (refused) return refused;
    const [kind, file = "", name, action] = request.path;
    switch (`${kind}/${file}`) {
      case "configs/conf-getimage":
        return this.#conf(request, name);
      case "storage/passwords":
        return this.#password(request, name);
      case "apps/local":
        return this.#app(request, name ?? "", action);
      case "search/jobs":
        return this.search(request.form.get("search") ?? "");
      default:
        return refusal(404, "Not Found");
    }
  }

  #conf({ method, form }: StoreRequest, name: string | undefined): StoreReply {
    const wanted = name ?? form.get("name") ?? "";
    const known = this.stanzas.get(wanted);
    if (method === "GET") return listing([...this.stanzas].map(([each, keys]) => [each, { ...keys, "eai:acl": null }]));
    if (name === undefined && known) return refusal(409, `An object with name=${wanted} already exists`);
    if (name !== undefined && !known) return refusal(404, `Could not find object id=${wanted}`);
    if (method === "DELETE") this.stanzas.delete(wanted);
    else {
      const values = [...form].filter(([key]) => key !== "name" || name !== undefined);
      this.stanzas.set(wanted, { ...known, ...Object.fromEntries(values) });
    }
    return [name === undefined ? 201 : 200, { entry: [] }];
  }

  #password({ method, query, form }: StoreRequest, id: string | undefined): StoreReply {
    if (method === "GET") {
      const entries = [...this.passwords].map(([name, clear_password]): [string, object] => {
        const [realm, username] = name.split(":");
        const content = { clear_password, realm, username, password: "********" };
        const wanted = Object.entries(content).filter(([key]) => !query.has("f") || query.getAll("f").includes(key));
        return [name, Object.fromEntries(wanted)];
      });
      return listing(entries);
    }
    const name = id ?? `${form.get("realm") ?? ""}:${form.get("name")}:`;
    if (id === undefined && this.passwords.has(name)) return refusal(409, `object id=${name} already exists`);
    if (id !== undefined && !this.passwords.has(name)) return refusal(404, `Could not find object id=${name}`);
    if (method === "DELETE") this.passwords.delete(name);
    else this.passwords.set(name, form.get("password") ?? "");
    return [id === undefined ? 201 : 200, { entry: [] }];
  }

  #app({ form }: StoreRequest, name: string, action: string | undefined): StoreReply {
    const app = this.apps.get(name);
    if (!app) return refusal(404, `Could not find object id=${name}`);
    const change = action === "_reload" ? { reloaded: "1" } : Object.fromEntries(form);
    this.apps.set(name, { ...app, ...change });
    return [200, { entry: [] }];
  }
}

export function refusal(status: number, text: string): StoreReply {
  return [status, { messages: [{ type: "ERROR", text }] }];
}

function listing(entries: readonly (readonly [name: string, content: object])[]): StoreReply {
  return [200, { entry: entries.map(([name, content]) => ({ name, content })), messages: [] }];
}
