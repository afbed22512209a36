import { fail, type Outcome } from "../../base/outcome.ts";
import type { EndpointRequest } from "../../splunk/persistent/request.ts";
import { Evicted } from "../cache/shared/publisher.ts";
import type { ImageError, OutputFormat } from "../contract.ts";
import { adviceFor } from "../errors/advice.ts";
import { ERROR_STATUS } from "../errors/error-status.ts";
import type { AllowedServer } from "../fetch/server.ts";
import { type ErrorPictureText, produceErrorPicture } from "../produce/error-picture.ts";
import { errorPictureText } from "../produce/error-picture-text.ts";
import type { Failure, Picture } from "../produce/picture.ts";
import { type Plan, planPlaces } from "../produce/plan.ts";
import { produce } from "../produce/produce.ts";
import type { ProduceOptions, World } from "../produce/world.ts";
import { base64Of, bytesOf } from "./picture-bytes.ts";
import { parseLink, type Wanted } from "./picture-link.ts";
import { errorPictureReply, type ImageType, pictureReply, type Reply, textReply } from "./reply.ts";

/** What the endpoint answers with. */
export type PictureService = {
  /** Its `show` is `showInline`. */
  readonly world: World;
  readonly options: ProduceOptions;
  readonly servers: readonly AllowedServer[];
  /** Why the user may not look, as a sentence; undefined where nothing stands against it. */
  readonly objection: (request: EndpointRequest) => Promise<string | undefined>;
  /** Called for each picture that was looked for, with its name and the host that was to be asked first. */
  readonly answered: (outcome: Outcome<Picture, Failure>, name: string, server: string) => void;
};

/** For so long a browser shows a picture without asking whether it changed. */
const FRESH_SECONDS = 300;
const STALE_SECONDS = 60;
const TRIES = 3;
const TYPES: Readonly<Record<OutputFormat, ImageType>> = { jpg: "image/jpeg", png: "image/png", webp: "image/webp" };
const METHODS = ["GET"];
const ADVICE_FOR_USERS = "Ask an admin of this Splunk for a role that may look at pictures.";

/** The picture that a link asks for, by the same way as a search gets it; an error is a picture too. */
export async function respond(request: EndpointRequest, gallery: PictureService): Promise<Reply> {
  if (!METHODS.includes(request.method)) {
    return textReply(405, `expected GET, received ${request.method}`, { Allow: METHODS.join(", ") });
  }
  const wanted = parseLink(request.path);
  if (!wanted) return textReply(404, "expected the address of a picture as getimage writes it into the field link");
  const objection = await gallery.objection(request);
  if (objection !== undefined) {
    const said = { title: "not allowed", text: objection, advice: ADVICE_FOR_USERS };
    return errorPicture(403, said, gallery.world);
  }
  return wanted.kind === "error" ? generalError(wanted.code, gallery) : pictureFor(wanted, request, gallery);
}

async function generalError(code: ImageError["code"], { world }: PictureService): Promise<Reply> {
  const said = { title: code, text: "There is no picture; the row tells why.", advice: adviceFor({ code, text: "" }) };
  return errorPicture(ERROR_STATUS[code], said, world);
}

async function pictureFor(
  { places, recipe, variant }: Extract<Wanted, { kind: "picture" }>,
  { ifNoneMatch }: EndpointRequest,
  { world, options, servers, answered }: PictureService,
): Promise<Reply> {
  const planned = planPlaces(places, recipe, servers);
  if (!planned.ok) {
    const { name, error } = planned.error;
    answered(fail({ error }), name, places[0].host);
    return failure(error, undefined, world);
  }
  const plan = planned.value;
  for (let tries = 1; ; tries++) {
    const produced = await produce(plan, world, options);
    answered(produced, plan.name, plan.candidates[0].url.host);
    if (!produced.ok) return failure(produced.error.error, plan, world);
    const picture = produced.value;
    try {
      const base64 = bytesOf(picture, variant);
      return pictureReply(base64, TYPES[picture.entry.format], secondsFor(picture), ifNoneMatch);
    } catch (thrown) {
      // What a search evicts while it is being shown is had once more from its server.
      if (!(thrown instanceof Evicted)) throw thrown;
      if (tries === TRIES) return failure({ code: "cache-error", text: thrown.message }, plan, world);
    }
  }
}

// What our own cache does not keep no browser keeps either.
function secondsFor({ files, doubt, cache }: Picture): number {
  if (!files) return 0;
  return doubt || cache === "stale" ? STALE_SECONDS : FRESH_SECONDS;
}

function failure(error: ImageError, plan: Plan | undefined, world: World): Promise<Reply> {
  return errorPicture(ERROR_STATUS[error.code], errorPictureText(error, plan), world);
}

// Where not even an error picture can be drawn, its words are sent.
async function errorPicture(status: number, said: ErrorPictureText, world: World): Promise<Reply> {
  const drawn = await produceErrorPicture(said, world);
  try {
    const base64 = drawn && (drawn.file === undefined ? drawn.link : base64Of(drawn.file));
    if (base64) return errorPictureReply(status, base64);
  } catch (thrown) {
    if (!(thrown instanceof Evicted)) throw thrown;
  }
  return textReply(status, `${said.title}: ${said.text} ${said.advice}`);
}
