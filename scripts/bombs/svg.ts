import { gzippedWithSpaces } from "./zeros.ts";

const OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
const SQUARE = '<rect x="10" y="10" width="80" height="80" fill="#c81e28"/>';

export function svg(body: string, size = 'width="100" height="100"'): Buffer {
  return Buffer.from(`${OPEN} ${size}>${body}</svg>\n`);
}

/** Entities that double nine times over: a billion of the last. */
export function billionLaughs(): Buffer {
  const entities = Array.from({ length: 9 }, (_, level) => `<!ENTITY a${level + 1} "${`&a${level};`.repeat(10)}">`);
  const head = `<!DOCTYPE svg [<!ENTITY a0 "ha">${entities.join("")}]>`;
  return Buffer.concat([Buffer.from(head), svg(`${SQUARE}<text y="50">&a9;</text>`)]);
}

/** A file as an entity, as an XML reader that trusts everybody would put it in. */
export function entityOf(address: string): Buffer {
  const head = `<!DOCTYPE svg [<!ENTITY file SYSTEM "${address}">]>`;
  return Buffer.concat([Buffer.from(head), svg(`${SQUARE}<text y="50">&file;</text>`)]);
}

/** Each way in which SVG names another file, with the address put in. */
export const REFERENCES: Readonly<Record<string, (address: string) => Buffer>> = {
  "an image": (address) => svg(`<image width="100" height="100" href="${address}"/>`),
  "an image by XLink": (address) => svg(`<image width="100" height="100" xlink:href="${address}"/>`),
  "a shape used": (address) => svg(`<use href="${address}#it" width="100" height="100"/>`),
  "a filter's image": (address) =>
    svg(`<filter id="f"><feImage href="${address}"/></filter><rect width="100" height="100" filter="url(#f)"/>`),
  "a style sheet": (address) => Buffer.concat([Buffer.from(`<?xml-stylesheet href="${address}"?>`), svg(SQUARE)]),
  "an imported style": (address) => svg(`<style>@import url("${address}");</style>${SQUARE}`),
  "a font": (address) =>
    svg(`<style>@font-face{font-family:f;src:url("${address}")}</style><text y="50" font-family="f">Aa</text>`),
  "a fill": (address) => svg(`<rect width="100" height="100" fill="url(${address}#it) #0a0"/>`),
  "an entity": entityOf,
  "an inclusion": (address) =>
    svg(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${address}" parse="text"/>${SQUARE}`),
  "a script": (address) => svg(`<script href="${address}"/><script>fetch("${address}")</script>${SQUARE}`),
  "a foreign object": (address) =>
    svg(
      `<foreignObject width="100" height="100"><img xmlns="http://www.w3.org/1999/xhtml" src="${address}"/></foreignObject>`,
    ),
};

/** Blurs so wide that each pixel asks thousands of others. */
export function wideBlurs(count: number): Buffer {
  const blurs = '<feGaussianBlur stdDeviation="2000"/>'.repeat(count);
  return svg(
    `<filter id="b" x="-5" y="-5" width="11" height="11">${blurs}</filter><g filter="url(#b)">${SQUARE}</g>`,
    'width="9000" height="9000"',
  );
}

export function nested(depth: number): Buffer {
  return svg(`${"<g>".repeat(depth)}${SQUARE}${"</g>".repeat(depth)}`);
}

/** Groups that use the one before ten times: the laughs, without an entity. */
export function laughingGroups(levels: number): Buffer {
  const groups = Array.from({ length: levels }, (_, level) => {
    const uses = `<use href="#g${level}" x="1"/>`.repeat(10);
    return `<g id="g${level + 1}">${uses}</g>`;
  });
  return svg(`<defs><g id="g0">${SQUARE}</g>${groups.join("")}</defs><use href="#g${levels}"/>`);
}

export function inData(mime: string, picture: Buffer): Buffer {
  return svg(`<image width="100" height="100" href="data:${mime};base64,${picture.toString("base64")}"/>`);
}

export function hugePattern(): Buffer {
  const pattern =
    '<pattern id="p" width="0.0001" height="0.0001" patternUnits="userSpaceOnUse"><path d="M0 0h9v9"/></pattern>';
  return svg(`${pattern}<rect width="9000" height="9000" fill="url(#p)"/>`, 'width="9000" height="9000"');
}

export function packed(spaces: number): Buffer {
  return gzippedWithSpaces(svg(SQUARE).toString(), spaces);
}

export const plainSvg = (): Buffer =>
  svg(`${SQUARE}<path d="M10 10L90 90" stroke="#000"/><text x="9" y="60">Rx</text>`);
