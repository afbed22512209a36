import sharp, { type Sharp } from "sharp";
import { type Face, outlineText, type Placement } from "../outline-text.ts";

/** The few SVG shapes the samples are built from. */

export function text(face: Face, content: string, placement: Placement, fill: string): string {
  return `<path d="${outlineText(face, content, placement)}" fill="${fill}"/>`;
}

export function rule(x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1.5): string {
  return `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="${stroke}" stroke-width="${width}" fill="none"/>`;
}

export type Frame = { x: number; y: number; width: number; height: number };

export function box(frame: Frame, attributes: string): string {
  const { x, y, width, height } = frame;
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${attributes}/>`;
}

export function outlinedBox(frame: Frame, stroke: string, strokeWidth = 2): string {
  return box(frame, `fill="none" stroke="${stroke}" stroke-width="${strokeWidth}"`);
}

/** A drawing with its own units: `width` and `height` are those units, the pixels are chosen when it is rasterised. */
export type Drawing = { width: number; height: number; body: string };

export function svgOf(drawing: Drawing, pixelWidth = drawing.width, pixelHeight?: number): Buffer {
  const tall = pixelHeight ?? Math.round((drawing.height * pixelWidth) / drawing.width);
  const size = `width="${pixelWidth}" height="${tall}" viewBox="0 0 ${drawing.width} ${drawing.height}"`;
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${size}>${drawing.body}</svg>`);
}

export function rasterise(drawing: Drawing, pixelWidth?: number, pixelHeight?: number): Sharp {
  return sharp(svgOf(drawing, pixelWidth, pixelHeight));
}
