import type { Theme } from "./theme.ts";

/** The clinics' signs, drawn in a circle of radius 1 and scaled to the letterhead. */

export type Emblem = "leaf" | "cross" | "waves" | "gate";

type Shape = { solid: string; cut: string };

const shapes: Record<Emblem, Shape> = {
  leaf: {
    solid: "M0-1C.95-.7.95.5 0 1C-.95.5-.95-.7 0-1Z",
    cut: "M0-.6V1.1M0 .1L.42-.32M0 .1L-.42-.32M0 .55L.4.15M0 .55L-.4.15",
  },
  cross: { solid: "M-.35-1H.35V-.35H1V.35H.35V1H-.35V.35H-1V-.35H-.35Z", cut: "M-.55.12H-.25L-.1-.3L.1.35L.25 0H.55" },
  waves: {
    solid: "M0-1A1 1 0 1 1 0 1A1 1 0 1 1 0-1Z",
    cut: "M-.7-.25Q-.35-.6 0-.25T.7-.25M-.7.15Q-.35-.2 0 .15T.7.15M-.6.55Q-.3.2 0 .55T.6.55",
  },
  gate: { solid: "M-1 1V-.1A1 1 0 0 1 1-.1V1Z", cut: "M-.4 1V.05A.4.4 0 0 1 .4.05V1M0-1V-.4M-1 .3H-.4M.4.3H1" },
};

export function emblem(kind: Emblem, x: number, y: number, size: number, theme: Theme): string {
  const { solid, cut } = shapes[kind];
  const lines = `stroke="${theme.paper}" stroke-width="0.095" fill="none" stroke-linejoin="round"`;
  const parts = `<path d="${solid}" fill="${theme.accent}"/><path d="${cut}" ${lines}/>`;
  return `<g transform="translate(${x} ${y}) scale(${size})">${parts}</g>`;
}
