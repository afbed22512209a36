import { errorText } from "../../base/error-text.ts";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { ImageError } from "../contract.ts";
import type { AllowedServer } from "../fetch/server.ts";
import { type ErrorPicture, type ErrorPictures, errorPictureText } from "../produce/error-picture.ts";
import { explain } from "../produce/explain.ts";
import type { ProduceOptions } from "../produce/options.ts";
import { producePages } from "../produce/pages.ts";
import type { Failure, Picture } from "../produce/picture.ts";
import { type Plan, type PlanError, withoutExtension } from "../produce/plan.ts";
import { type Links, linksOf, type Showing } from "../produce/present.ts";
import { cachedPicture, type Presented } from "../produce/produce.ts";
import type { World } from "../produce/world.ts";
import { errorPictureNameFor, type FieldContext, type Fields, failureFields, pictureFields } from "./fields.ts";

/** How one value turned out, as the cells of the row that asked first and of the rows that ask after it. */
export type Answer = {
  /** One for each picture: with `page=all`, for each page. */
  readonly first: readonly Fields[];
  readonly later: () => readonly Fields[];
  /** What happened, for the log; empty where nothing was done. */
  readonly done: readonly { readonly outcome: Outcome<Picture, Failure>; readonly ms: number }[];
  /** Host of the address that was asked first, whose failure a row shows; absent where none may be asked. */
  readonly server?: string;
};

/** What the answers of one search have in common. */
export type AnswerContext = {
  readonly world: World;
  readonly showing: Showing;
  readonly errorPictures: ErrorPictures<ErrorPicture>;
  readonly options: ProduceOptions;
  readonly shortcutUrl: string;
};

type Planned = Outcome<Plan, PlanError>;
type Produced = Outcome<Presented<Links>, Failure>;

export async function answerFor(planned: Planned, context: AnswerContext): Promise<Answer> {
  const started = performance.now();
  const { world, options, showing } = context;
  const outcomes: readonly Produced[] = planned.ok
    ? await producePages({ plan: planned.value, world, options }, (picture, plan) =>
        linksOf(picture, plan, showing.show),
      )
    : [fail({ error: planned.error.error })];
  const errorPictures = await Promise.all(
    outcomes.map((outcome) => (outcome.ok ? undefined : errorPictureFor(planned, outcome.error.error, context))),
  );
  return answerOf(planned, outcomes, errorPictures, started, context);
}

/** The answer for a picture that lies in the cache and is good, at once; undefined where `answerFor` has to work for it. */
export function cachedAnswer(planned: Planned, context: AnswerContext): Answer | undefined {
  if (!planned.ok) return undefined;
  const started = performance.now();
  const { world, options, showing } = context;
  const task = { plan: planned.value, world, options };
  const found = cachedPicture(task, (picture, plan) => linksOf(picture, plan, showing.show));
  if (!found) return undefined;
  const answer = answerOf(planned, [succeed(found)], [], started, context);
  // A picture from the cache is the same to rows that ask after it, but for the wait; nothing else need be kept for them.
  const { first } = answer;
  return { ...answer, later: () => first.map((fields) => ({ ...fields, image_ms: "0" })) };
}

/** What would be done for a value. Nothing is. */
export async function explainedAnswer(
  planned: Planned,
  { world, options, shortcutUrl }: AnswerContext,
  servers: readonly AllowedServer[],
): Promise<Answer> {
  const common = { image_status: "explain", app_shortcut_url: shortcutUrl };
  const answer = (fields: Fields): Answer => ({ first: [fields], later: () => [fields], done: [] });
  if (!planned.ok) {
    const { code, text } = planned.error.error;
    const wouldFail = `would fail: ${text}`;
    return answer({ ...common, image_error: code, image_error_text: wouldFail, wget_result: wouldFail });
  }
  const plan = planned.value;
  const { text, cache, source } = await explain({ plan, world, options }, servers);
  return answer({
    ...common,
    new_image: plan.newName(plan.recipe.format),
    wget_result: text,
    image_error_text: text,
    image_cache: cache,
    image_source: source,
  });
}

function answerOf(
  planned: Planned,
  outcomes: readonly Produced[],
  errorPictures: readonly (ErrorPicture | undefined)[],
  started: number,
  { world, options, shortcutUrl }: AnswerContext,
): Answer {
  const ms = Math.round(performance.now() - started);
  const asked = planned.ok ? planned.value.candidates[0] : undefined;
  const waited = { shortcutUrl, at: new Date(world.now()), ms, thumb: options.thumb };
  const context: FieldContext = asked ? { ...waited, asked: asked.base } : waited;
  const fieldsOf = (isFirst: boolean): readonly Fields[] =>
    outcomes.map((outcome, index) => cellsOf(outcome, planned, errorPictures[index], isFirst, context));
  let later: readonly Fields[] | undefined;
  const answer = {
    first: fieldsOf(true),
    // Most pictures are asked for once.
    later: () => (later ??= fieldsOf(false)),
    done: outcomes.map((outcome) => ({ outcome: outcome.ok ? succeed(outcome.value.picture) : outcome, ms })),
  };
  return asked ? { ...answer, server: asked.url.host } : answer;
}

function cellsOf(
  outcome: Produced,
  planned: Planned,
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
  const newName = planned.ok ? planned.value.newName(outcome.value.picture.entry.format) : name;
  return pictureFields(outcome.value, { name, newName, isFirst }, waited);
}

/** A row whose answer could not be put together: the fault is ours, and still costs one row only. */
export function brokenAnswer(thrown: unknown, shortcutUrl: string): Answer {
  const error: ImageError = { code: "cache-error", text: `getimage itself failed: ${errorText(thrown)}` };
  const fields = [failureFields({ error }, "", "", undefined, { shortcutUrl, at: new Date(), ms: 0, thumb: false })];
  return { first: fields, later: () => fields, done: [{ outcome: fail({ error }), ms: 0 }] };
}

async function errorPictureFor(
  planned: Planned,
  error: ImageError,
  { world, showing, errorPictures }: AnswerContext,
): Promise<ErrorPicture | undefined> {
  if (error.code === "cancelled") return undefined;
  const plan = planned.ok ? planned.value : undefined;
  if (showing.failureLink) return { link: showing.failureLink(error, plan) };
  return errorPictures.produce(errorPictureText(error, plan), world);
}
