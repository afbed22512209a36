import { statSync } from "node:fs";
import { join } from "node:path";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { readAppConf } from "../../splunk/app-conf.ts";
import type { Paths } from "../../splunk/paths.ts";
import type { SecretReader } from "../../splunk/secrets.ts";
import { bytesOf } from "../endpoint/picture-bytes.ts";
import type { PictureService } from "../endpoint/respond.ts";
import type { ImageServer } from "../fetch/server.ts";
import { ErrorPictures } from "../produce/error-picture.ts";
import { produceOptions } from "../produce/options.ts";
import { parseArguments } from "../settings/search-options.ts";
import { readSettings, type Settings } from "../settings/settings.ts";
import { type OpenedWorld, type OpenWorldOptions, openWorld } from "./open-world.ts";
import { placesFor } from "./places.ts";

export type CurrentWorldOptions = {
  readonly paths: Paths;
  readonly decoderProgram: URL;
  readonly signal: AbortSignal;
  /** Reads secrets with the rights of whoever asks now. */
  readonly secretFor: (settings: Settings) => SecretReader;
  readonly warn: (text: string) => void;
  readonly log: OpenWorldOptions["log"];
};

/** What pictures are made with, as getimage.conf says it now. */
export type Opened = Pick<PictureService, "options" | "errorPictures"> & {
  readonly world: OpenedWorld;
  readonly servers: readonly ImageServer[];
  readonly settings: Settings;
};

/** A search says nothing of these, so that what a link shows depends on the settings alone. */
const NO_SEARCH = ["image", "http://localhost/"];
/** The process lives for days; a decoder that nobody needs holds a hundred megabytes. */
const DECODER_IDLE_SECONDS = 60;

/** The world of a program that lives longer than its settings: opened anew when getimage.conf has changed. */
export class CurrentWorld {
  readonly #options: CurrentWorldOptions;
  #seen = "";
  #opened: Opened | undefined;

  constructor(options: CurrentWorldOptions) {
    this.#options = options;
  }

  /** The error lists what is wrong in getimage.conf. */
  open(): Outcome<Opened, string> {
    if (this.#opened && this.#stamp() === this.#seen) return succeed(this.#opened);
    const { paths, decoderProgram, signal, secretFor, warn, log } = this.#options;
    const settings = readSettings(readAppConf(paths.app, "getimage"));
    if (!settings.ok) return fail(settings.error.join("; "));
    const search = parseArguments(NO_SEARCH, settings.value);
    if (!search.ok) return fail(search.error);
    this.close();
    const world = openWorld({
      search: search.value,
      settings: settings.value,
      secretFor: secretFor(settings.value),
      places: placesFor(paths, settings.value),
      decoderProgram,
      signal,
      sweeps: false,
      decoderIdleSeconds: DECODER_IDLE_SECONDS,
      warn,
      log,
    });
    const options = produceOptions(search.value, settings.value);
    // Nobody waits for a later request; what has to be asked for is asked for now.
    const freshness = { ...options.freshness, revalidateSeconds: 0 };
    const { servers } = settings.value;
    const errorPictures = new ErrorPictures(bytesOf);
    this.#opened = { world, errorPictures, options: { ...options, freshness }, servers, settings: settings.value };
    this.#seen = this.#stamp();
    return succeed(this.#opened);
  }

  close(): void {
    this.#opened?.world.close();
    this.#opened = undefined;
  }

  // Certificates are read once by whoever connects, so a new one counts as a new setting.
  #stamp(): string {
    const certificates = (this.#opened?.servers ?? []).flatMap(certificatesOf);
    const settings = ["default", "local"].map((layer) => join(this.#options.paths.app, layer, "getimage.conf"));
    const files = [...settings, ...certificates];
    const stats = files.map((file) => statSync(file, { throwIfNoEntry: false }));
    return JSON.stringify(stats.map((stat) => stat && [stat.ino, stat.size, stat.mtimeMs]));
  }
}

function certificatesOf({ caFile, clientCertificate }: ImageServer): readonly string[] {
  const own = clientCertificate ? [clientCertificate.certFile, clientCertificate.keyFile] : [];
  return caFile === "" ? own : [caFile, ...own];
}
