import { APP_ID } from "../../pictures/contract.ts";
import { APP_NAMESPACE, listing, type RestReply, type RestRequest, refusal } from "./rest.ts";

type Settings = Readonly<Record<string, string>>;

/** splunkd's conf files, passwords and apps, as far as the app's programs and its setup page read and write them. */
export class SplunkdStore {
  /** Stanzas of getimage.conf. */
  readonly stanzas: Map<string, Settings>;
  /** `realm:user name:` -> password. */
  readonly passwords: Map<string, string>;
  readonly apps = new Map<string, Settings>([[APP_ID, { configured: "0" }]]);
  /** Answers instead of the store, where it gives one. */
  refuse: (request: RestRequest) => RestReply | undefined = () => undefined;
  /** The rows of a search. */
  search: (spl: string) => RestReply | Promise<RestReply> = () => [200, { results: [], messages: [] }];
  readonly requests: RestRequest[] = [];

  constructor(stanzas: Readonly<Record<string, Settings>> = {}, passwords: Settings = {}) {
    this.stanzas = new Map(Object.entries(stanzas));
    this.passwords = new Map(Object.entries(passwords));
  }

  async answer(request: RestRequest): Promise<RestReply> {
    this.requests.push(request);
    const refused = this.refuse(request);
    if (refused) return refused;
    const [kind, file = "", name, action] = request.path;
    if (request.namespace !== APP_NAMESPACE) return refusal(404, "Not Found");
    if (kind === "properties") return listing(kind, CONF_FILES, file || undefined);
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

  #conf({ method, form }: RestRequest, name: string | undefined): RestReply {
    if (method === "GET") {
      const contents = [...this.stanzas].map(([each, keys]) => [each, { ...keys, "eai:acl": null }] as const);
      return listing("configs/conf-getimage", new Map(contents), name);
    }
    const wanted = name ?? form.get("name") ?? "";
    const known = this.stanzas.get(wanted);
    if (name === undefined && known) return refusal(409, `An object with name=${wanted} already exists`);
    if (name !== undefined && !known) return refusal(404, `Could not find object id=${wanted}`);
    if (method === "DELETE") this.stanzas.delete(wanted);
    else {
      const values = [...form].filter(([key]) => key !== "name" || name !== undefined);
      this.stanzas.set(wanted, { ...known, ...Object.fromEntries(values) });
    }
    return [name === undefined ? 201 : 200, { entry: [] }];
  }

  #password({ method, query, form }: RestRequest, id: string | undefined): RestReply {
    if (method === "GET") {
      const contents = [...this.passwords].map(([name, clear_password]): readonly [string, object] => {
        const [realm, username] = name.split(":");
        const hidden = { "eai:acl": null, encr_password: "$7$c2VjcmV0", password: "********" };
        const content = { clear_password, realm, username, ...hidden };
        const wanted = Object.entries(content).filter(([key]) => !query.has("f") || query.getAll("f").includes(key));
        return [name, Object.fromEntries(wanted)];
      });
      return listing("storage/passwords", new Map(contents), id);
    }
    const name = id ?? `${form.get("realm") ?? ""}:${form.get("name")}:`;
    if (id === undefined && this.passwords.has(name)) return refusal(409, `object id=${name} already exists`);
    if (id !== undefined && !this.passwords.has(name)) return refusal(404, `Could not find object id=${name}`);
    if (method === "DELETE") this.passwords.delete(name);
    else this.passwords.set(name, form.get("password") ?? "");
    return [id === undefined ? 201 : 200, { entry: [] }];
  }

  #app({ form }: RestRequest, name: string, action: string | undefined): RestReply {
    const app = this.apps.get(name);
    if (!app) return refusal(404, `Could not find object id=${name}`);
    const change = action === "_reload" ? { reloaded: "1" } : Object.fromEntries(form);
    this.apps.set(name, { ...app, ...change });
    return [200, { entry: [] }];
  }
}

const CONF_FILES: ReadonlyMap<string, object> = new Map([
  ["getimage", {}],
  ["props", {}],
]);
