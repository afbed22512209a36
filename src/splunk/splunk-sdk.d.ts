/** The parts of splunk-sdk that are used here; the package brings no types. What splunkd says stays unknown. */

declare module "splunk-sdk/lib/http.js" {
  /** Builds addresses and cookies; a transport is an instance whose two requests somebody else answers. */
  class Http {
    makeRequest: import("./rest-transport.ts").RestTransport;
    makeRequestAsync: (...asked: Parameters<Http["makeRequest"]>) => Promise<{ readonly body: unknown }>;
  }
  export = Http;
}

declare module "splunk-sdk/lib/service.js" {
  /** Whose and which app's objects are meant. */
  type Namespace = { readonly owner: string; readonly app: string };

  /** Something of splunkd with a name: `fetch` asks for it, `properties` is its `content`. */
  type Entity = {
    readonly name: string;
    readonly fetch: () => Promise<Entity>;
    readonly properties: () => Readonly<Record<string, unknown>>;
  };

  type ConfFile = { readonly list: () => readonly Entity[]; readonly item: (name: string) => Entity | null };

  class Service {
    constructor(
      http: import("splunk-sdk/lib/http.js"),
      at: Namespace & {
        readonly scheme: string;
        readonly host: string;
        readonly port: string;
        readonly sessionKey: string;
        readonly autologin: boolean;
      },
    );
    readonly configurations: (namespace: Namespace) => {
      readonly getConfFile: (name: string) => Promise<ConfFile | null>;
    };
    /** Of any status; see RestAnswer. */
    readonly get: (path: string, parameters: object) => Promise<import("./rest-transport.ts").RestAnswer>;
    static readonly StoragePassword: new (
      service: Service,
      name: string,
    ) => Entity;
  }
  export = Service;
}
