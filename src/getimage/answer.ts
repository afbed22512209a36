import type { ImageError } from "../contract.ts";
import { plainLine } from "../image/caption.ts";
import { errorText } from "../lib/error-text.ts";
import type { Outcome } from "../lib/outcome.ts";
import {
  type FieldContext,
  type Fields,
  failureFields,
  isConnectionFailure,
  pictureFields,
  placardNameFor,
} from "./fields.ts";
import type { Failure, Picture } from "./picture.ts";
import { type Placard, producePlacard } from "./placard.ts";
import { type Plan, type PlanError, withoutExtension } from "./plan.ts";
import { produce } from "./produce.ts";
import type { ProduceOptions, World } from "./world.ts";

/** How one picture turned out, as the cells of the row that asked first and of the rows that ask after it. */
export type Answer = {
  readonly first: Fields;
  readonly later: Fields;
  /** What happened, for the log; absent where nothing was done. */
  readonly done?: { readonly outcome: Outcome<Picture, Failure>; readonly ms: number };
};

export async function answerFor(
  planned: Outcome<Plan, PlanError>,
  world: World,
  options: ProduceOptions,
  shortcutUrl: string,
): Promise<Answer> {
  const started = performance.now();
  const outcome: Outcome<Picture, Failure> = planned.ok
    ? await produce(planned.value, world, options)
    : { ok: false, error: { error: planned.error.error } };
  const { name } = planned.ok ? planned.value : planned.error;
  const placard = outcome.ok ? undefined : await placardFor(planned, outcome.error.error, world);
  const ms = Math.round(performance.now() - started);
  const context: FieldContext = { shortcutUrl, at: new Date(world.now()), ms };
  if (outcome.ok) {
    const newName = planned.ok ? planned.value.newName : name;
    return {
      first: pictureFields(outcome.value, name, newName, true, context),
      later: pictureFields(outcome.value, name, newName, false, { ...context, ms: 0 }),
      done: { outcome, ms },
    };
  }
  const placardName = placardNameFor(withoutExtension(name), outcome.error.error);
  const first = failureFields(outcome.error, name, placardName, placard, context);
  return { first, later: { ...first, image_ms: "0" }, done: { outcome, ms } };
}

/** A row whose answer could not be put together: the fault is ours, and still costs one row only. */
export function brokenAnswer(thrown: unknown, shortcutUrl: string): Answer {
  const error: ImageError = { code: "cache-error", text: `getimage itself failed: ${errorText(thrown)}` };
  const fields = failureFields({ error }, "", "", undefined, { shortcutUrl, at: new Date(), ms: 0 });
  return { first: fields, later: fields, done: { outcome: { ok: false, error: { error } }, ms: 0 } };
}

// A server that is down fails all its pictures with one text and so needs one placard; what concerns one picture
// names that picture.
async function placardFor(
  planned: Outcome<Plan, PlanError>,
  error: ImageError,
  world: World,
): Promise<Placard | undefined> {
  if (error.code === "cancelled") return undefined;
  const status = error.httpStatus === undefined ? undefined : `${error.httpStatus} ${error.httpReason}`;
  const url = planned.ok && !isConnectionFailure(error) ? planned.value.candidates[0].url : undefined;
  const place = url ? `${url.origin}${decoded(url.pathname)}: ` : "";
  return producePlacard(plainLine(status ?? error.code), plainLine(place + error.text), world);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
