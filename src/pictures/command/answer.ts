import { errorText } from "../../base/error-text.ts";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { ImageError } from "../contract.ts";
import { type ErrorPicture, produceErrorPicture } from "../produce/error-picture.ts";
import { errorPictureText } from "../produce/error-picture-text.ts";
import type { Failure, Picture } from "../produce/picture.ts";
import { type Plan, type PlanError, withoutExtension } from "../produce/plan.ts";
import { cachedPicture } from "../produce/produce.ts";
import { producePages } from "../produce/produce-pages.ts";
import { lacksThumb, withThumb } from "../produce/thumb.ts";
import type { ProduceOptions, World } from "../produce/world.ts";
import { errorPictureNameFor, type FieldContext, type Fields, failureFields, pictureFields } from "./fields.ts";

/** How one value turned out, as the cells of the row that asked first and of the rows that ask after it. */
export type Answer = {
  /** One for each picture: with `page=all`, for each page. */
  readonly first: readonly Fields[];
  readonly later: () => readonly Fields[];
  /** What happened, for the log; empty where nothing was done. */
  readonly done: readonly { readonly outcome: Outcome<Picture, Failure>; readonly ms: number }[];
  /** Host of the address that was asked first, whose failure a row tells; absent where none may be asked. */
  readonly server?: string;
};

export async function answerFor(
  planned: Outcome<Plan, PlanError>,
  world: World,
  options: ProduceOptions,
  shortcutUrl: string,
): Promise<Answer> {
  const started = performance.now();
  const outcomes: readonly Outcome<Picture, Failure>[] = planned.ok
    ? await picturesOf(planned.value, world, options)
    : [fail({ error: planned.error.error })];
  const errorPictures = await Promise.all(
    outcomes.map((outcome) => (outcome.ok ? undefined : errorPictureFor(planned, outcome.error.error, world))),
  );
  const ms = Math.round(performance.now() - started);
  return answerOf(planned, outcomes, errorPictures, {
    shortcutUrl,
    at: new Date(world.now()),
    ms,
    thumb: options.thumb,
  });
}

/** The answer for a picture that lies in the cache and is good, at once; undefined where `answerFor` has to work for it. */
export function cachedAnswer(
  planned: Outcome<Plan, PlanError>,
  world: World,
  options: ProduceOptions,
  shortcutUrl: string,
): Answer | undefined {
  const started = performance.now();
  const picture = planned.ok ? cachedPicture(planned.value, world, options) : undefined;
  if (!picture || lacksThumb(picture, options)) return undefined;
  const ms = Math.round(performance.now() - started);
  const context = { shortcutUrl, at: new Date(world.now()), ms, thumb: options.thumb };
  const answer = answerOf(planned, [succeed(picture)], [], context);
  // A picture from the cache is the same to rows that ask after it, but for the wait; nothing else need be kept for them.
  const { first } = answer;
  return { ...answer, later: () => first.map((fields) => ({ ...fields, image_ms: "0" })) };
}

function answerOf(
  planned: Outcome<Plan, PlanError>,
  outcomes: readonly Outcome<Picture, Failure>[],
  errorPictures: readonly (ErrorPicture | undefined)[],
  waited: Omit<FieldContext, "asked">,
): Answer {
  const first = planned.ok ? planned.value.candidates[0] : undefined;
  const context: FieldContext = first ? { ...waited, asked: first.base } : waited;
  const fieldsOf = (isFirst: boolean): readonly Fields[] =>
    outcomes.map((outcome, index) => cellsOf(outcome, planned, errorPictures[index], isFirst, context));
  let later: readonly Fields[] | undefined;
  const answer = {
    first: fieldsOf(true),
    // Most pictures are asked for once.
    later: () => (later ??= fieldsOf(false)),
    done: outcomes.map((outcome) => ({ outcome, ms: waited.ms })),
  };
  return first ? { ...answer, server: first.url.host } : answer;
}

async function picturesOf(
  plan: Plan,
  world: World,
  options: ProduceOptions,
): Promise<readonly Outcome<Picture, Failure>[]> {
  const produced = await producePages(plan, world, options);
  return Promise.all(
    produced.map(async (each) => (each.ok ? succeed(await withThumb(each.value, plan, world, options)) : each)),
  );
}

function cellsOf(
  outcome: Outcome<Picture, Failure>,
  planned: Outcome<Plan, PlanError>,
  errorPicture: ErrorPicture | undefined,
  isFirst: boolean,
  context: FieldContext,
): Fields {
  const { name } = planned.ok ? planned.value : planned.error;
  const waited = isFirst ? context : { ...context, ms: 0 };
  if (!outcome.ok) {
    const errorPictureName = errorPictureNameFor(withoutExtension(name), outcome.error.error);
    return failureFields(outcome.error, name, errorPictureName, errorPicture, waited);
  }
  const newName = planned.ok ? planned.value.newName(outcome.value.entry.format) : name;
  return pictureFields(outcome.value, name, newName, isFirst, waited);
}

/** A row whose answer could not be put together: the fault is ours, and still costs one row only. */
export function brokenAnswer(thrown: unknown, shortcutUrl: string): Answer {
  const error: ImageError = { code: "cache-error", text: `getimage itself failed: ${errorText(thrown)}` };
  const fields = [failureFields({ error }, "", "", undefined, { shortcutUrl, at: new Date(), ms: 0, thumb: false })];
  return { first: fields, later: () => fields, done: [{ outcome: fail({ error }), ms: 0 }] };
}

async function errorPictureFor(
  planned: Outcome<Plan, PlanError>,
  error: ImageError,
  world: World,
): Promise<ErrorPicture | undefined> {
  if (error.code === "cancelled") return undefined;
  const plan = planned.ok ? planned.value : undefined;
  if (world.failureLink) return { link: world.failureLink(error, plan) };
  return produceErrorPicture(errorPictureText(error, plan), world);
}
