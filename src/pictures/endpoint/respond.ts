import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { EndpointRequest } from "../../splunk/persistent/request.ts";
import type { ImageError, OutputFormat } from "../contract.ts";
import { adviceFor } from "../errors/advice.ts";
import { ERROR_CODES } from "../errors/error-codes.ts";
import type { AllowedServer } from "../fetch/server.ts";
import { type ErrorPictures, type ErrorPictureText, errorPictureText } from "../produce/error-picture.ts";
import type { ProduceOptions } from "../produce/options.ts";
import type { Failure, Picture } from "../produce/picture.ts";
import { type Plan, planPlaces } from "../produce/plan.ts";
import { produce } from "../produce/produce.ts";
import type { World } from "../produce/world.ts";
import { base64Of, bytesIn, type PictureBytes } from "./picture-bytes.ts";
import { parseLink, type Wanted } from "./picture-link.ts";
import { errorPictureReply, type ImageType, pictureReply, type Reply, textReply } from "./reply.ts";

/** What the endpoint answers with. */
export type PictureService = {
  readonly world: World;
  readonly options: ProduceOptions;
  readonly errorPictures: ErrorPictures<PictureBytes>;
  readonly servers: readonly AllowedServer[];
  /** Why the user may not look, as a sentence; undefined where nothing stands against it. */
  readonly objection: (request: EndpointRequest) => Promise<string | undefined>;
  /** Called for each picture that was looked for, with its name and the host that was to be asked first. */
  readonly answered: (outcome: Outcome<Picture, Failure>, name: string, server: string) => void;
};

/** For so long a browser shows a picture without asking whether it changed. */
const FRESH_SECONDS = 300;
const STALE_SECONDS = 60;
const TYPES: Readonly<Record<OutputFormat, ImageType>> = { jpg: "image/jpeg", png: "image/png", webp: "image/webp" };
const METHODS = ["GET"];
const ADVICE_FOR_USERS = "Ask an admin of this Splunk for a role that may look at pictures.";

/** The picture that a link asks for, by the same way as a search gets it; an error is a picture too. */
export async function respond(request: EndpointRequest, service: PictureService): Promise<Reply> {
  if (!METHODS.includes(request.method)) {
    return textReply(405, `expected GET, received ${request.method}`, { Allow: METHODS.join(", ") });
  }
  const wanted = parseLink(request.path);
  if (!wanted) return textReply(404, "expected the address of a picture as getimage writes it into the field link");
  const objection = await service.objection(request);
  if (objection !== undefined) {
    const said = { title: "not allowed", text: objection, advice: ADVICE_FOR_USERS };
    return errorPicture(403, said, service);
  }
  return wanted.kind === "error" ? generalError(wanted.code, service) : pictureFor(wanted, request, service);
}

async function generalError(code: ImageError["code"], service: PictureService): Promise<Reply> {
  const said = { title: code, text: "There is no picture; the row tells why.", advice: adviceFor({ code, text: "" }) };
  return errorPicture(ERROR_CODES[code].status, said, service);
}

async function pictureFor(
  { places, recipe, variant }: Extract<Wanted, { kind: "picture" }>,
  { ifNoneMatch }: EndpointRequest,
  service: PictureService,
): Promise<Reply> {
  const { world, options, servers, answered } = service;
  const planned = planPlaces(places, recipe, servers);
  if (!planned.ok) {
    const { name, error } = planned.error;
    answered(fail({ error }), name, places[0].host);
    return failure(error, undefined, service);
  }
  const plan = planned.value;
  const produced = await produce({ plan, world, options }, ({ files }) => base64Of(files[variant]));
  const outcome = produced.ok ? succeed(produced.value.picture) : produced;
  answered(outcome, plan.name, plan.candidates[0].url.host);
  if (!produced.ok) return failure(produced.error.error, plan, service);
  const { picture, view } = produced.value;
  return pictureReply(view, TYPES[picture.entry.format], secondsFor(picture), ifNoneMatch);
}

// What our own cache does not keep no browser keeps either.
function secondsFor({ isKept, doubt, cache }: Picture): number {
  if (!isKept) return 0;
  return doubt || cache === "stale" ? STALE_SECONDS : FRESH_SECONDS;
}

function failure(error: ImageError, plan: Plan | undefined, service: PictureService): Promise<Reply> {
  return errorPicture(ERROR_CODES[error.code].status, errorPictureText(error, plan), service);
}

// Where not even an error picture can be drawn, its words are sent.
async function errorPicture(
  status: number,
  said: ErrorPictureText,
  { errorPictures, world }: PictureService,
): Promise<Reply> {
  const drawn = await errorPictures.produce(said, world);
  const base64 = drawn && bytesIn(drawn);
  if (base64) return errorPictureReply(status, base64);
  return textReply(status, `${said.title}: ${said.text} ${said.advice}`);
}
