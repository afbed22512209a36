import type { PictureAddress } from "../shared/address.ts";
import { type Item, looksAlike } from "./items.ts";
import type { Picture } from "./picture.ts";
import { nameOf, onPage, type Place, pictureOf, placeAt, placeIn, walkedBy } from "./place.ts";
import { fitted, type Turn, turnedBy, turnedView, type View, WHOLE } from "./zoom.ts";

/** What a window shows. */
export type Shown = { readonly picture: Picture; readonly name: string; readonly turn: Turn };

/** What somebody sees who has opened a record. Whatever is done makes another one of it; nothing here touches the page. */
export type LightboxState = {
  readonly items: readonly Item[];
  readonly place: Place;
  /** What the picture is compared with, as it was when somebody marked it. */
  readonly other: Shown | undefined;
  readonly view: View;
  readonly hasFacts: boolean;
  /** How pictures were turned, so that they stand upright when somebody comes back to them. */
  readonly turns: ReadonlyMap<string, Turn>;
};

export function openedAt(
  items: readonly Item[],
  index: number,
  { hasFacts, turns }: Pick<LightboxState, "hasFacts" | "turns">,
): LightboxState | undefined {
  const place = placeAt(items, index);
  return place && { items, place, other: undefined, view: WHOLE, hasFacts, turns };
}

/** The picture of the record that is walked. */
export function shownIn({ place, turns }: LightboxState): Shown {
  return { picture: pictureOf(place), name: nameOf(place), turn: turns.get(turnKey(place)) ?? 0 };
}

/** The record so many steps on, as far as there is one. */
export function walked(state: LightboxState, steps: number): LightboxState {
  return movedTo(state, walkedBy(state.place, state.items, steps));
}

/** @param page from 0; the nearest that the record has */
export function leafed(state: LightboxState, page: number): LightboxState {
  return movedTo(state, onPage(state.place, page));
}

export function turned(state: LightboxState, degrees: 90 | -90): LightboxState {
  const turns = new Map(state.turns).set(turnKey(state.place), turnedBy(shownIn(state).turn, degrees));
  return { ...state, turns, view: state.other ? state.view : turnedView(state.view, degrees) };
}

/** Marks the picture and walks on, most often to the one to compare with; or ends the comparison. */
export function compared(state: LightboxState): LightboxState {
  if (state.other) return { ...state, other: undefined, hasFacts: true, view: WHOLE };
  // Two pictures need the room of the facts.
  const marked = { ...state, other: shownIn(state), hasFacts: false, view: WHOLE };
  return walked(marked, state.place.index === state.items.length - 1 ? -1 : 1);
}

/** New results have come; whoever looks at a record stays there. */
export function withResults(state: LightboxState, items: readonly Item[]): LightboxState {
  const place = placeIn(state.place, items);
  // What looks as it did stays as it stands, zoomed and turned.
  if (!isSameItem(place.item, state.place.item)) return { ...state, items, place, view: viewOfNext(state) };
  const { pages, page } = state.place;
  return { ...state, items, place: { ...place, pages, page } };
}

/** Whether a picture stays in its window while all else may change. */
export function isSamePicture({ place: one }: LightboxState, { place: other }: LightboxState): boolean {
  return one.page === other.page && isSameItem(one.item, other.item);
}

/** Pictures to ask for early, so that walking does not wait. */
export function neighbours({ items, place }: LightboxState): readonly PictureAddress[] {
  const places = [1, -1].map((step) => walkedBy(place, items, step)).filter((near) => near !== place);
  return places.flatMap((near) => pictureOf(near).link ?? []).filter((link) => link.startsWith("/"));
}

function movedTo(state: LightboxState, place: Place): LightboxState {
  const isThere = place.item === state.place.item && place.page === state.place.page;
  return isThere ? state : { ...state, place, view: viewOfNext(state) };
}

// Two that are compared keep the place that is looked at; a picture by itself begins as the person likes pictures.
function viewOfNext({ other, view }: LightboxState): View {
  if (other) return view;
  return view.mode === "free" ? WHOLE : fitted(view.mode);
}

function isSameItem(one: Item, other: Item): boolean {
  return one === other || looksAlike(one, other);
}

function turnKey({ item, page }: Place): string {
  return `${item.key}\n${page}`;
}
