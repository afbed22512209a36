import type { Point } from "./zoom.ts";

export type Gestures = {
  /** @param at from the middle of the element, in CSS pixels */
  readonly zoom: (factor: number, at: Point) => void;
  /** @param by in CSS pixels */
  readonly pan: (by: Point) => void;
  readonly twice: (at: Point) => void;
};

const WHEEL_SPEED = 0.0015;
/** A wheel that turns by lines or pages reports small numbers. */
const LINE = 16;

/** Wheel, drag, pinch and double click on an element. */
export function listenForGestures(element: HTMLElement, { zoom, pan, twice }: Gestures): void {
  const pointers = new Map<number, Point>();
  const fromMiddle = (x: number, y: number): Point => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: x - left - width / 2, y: y - top - height / 2 };
  };
  const spread = (): number => {
    const [one, other] = [...pointers.values()];
    return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
  };

  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE;
      const by = { x: event.deltaX * unit, y: event.deltaY * unit };
      // Shift pans sideways everywhere; some systems turn the axis by themselves.
      if (event.shiftKey) pan({ x: -(by.x || by.y), y: 0 });
      else zoom(Math.exp(-Math.max(-400, Math.min(400, by.y)) * WHEEL_SPEED), fromMiddle(event.clientX, event.clientY));
    },
    { passive: false },
  );
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    element.classList.add("gx-held");
  });
  element.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const apart = spread();
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    // Two fingers each move half of what lies between them.
    const share = 1 / pointers.size;
    pan({ x: (event.clientX - before.x) * share, y: (event.clientY - before.y) * share });
    if (apart > 0 && spread() > 0) zoom(spread() / apart, fromMiddle(event.clientX, event.clientY));
  });
  const release = (event: PointerEvent): void => {
    pointers.delete(event.pointerId);
    if (pointers.size === 0) element.classList.remove("gx-held");
  };
  element.addEventListener("pointerup", release);
  element.addEventListener("pointercancel", release);
  element.addEventListener("dblclick", (event) => twice(fromMiddle(event.clientX, event.clientY)));
}
