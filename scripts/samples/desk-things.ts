/** What lies on the table beside the page: a pen, a cup, a blister of tablets. Lit from the upper left like the page. */

const soft = (id: string, blur: number) =>
  `<filter id="${id}" x="-40%" y="-40%" width="180%" height="180%"><feGaussianBlur stdDeviation="${blur}"/></filter>`;

export function ballpoint(x: number, y: number, length: number, angle: number): string {
  const thick = length / 21;
  const barrel = `M${thick * 2.6} ${-thick / 2}H${length - 6}q6 ${thick / 2} 0 ${thick}H${thick * 2.6}Z`;
  const tip = `M0 -2L${thick * 2.6} ${-thick / 2}V${thick / 2}L0 2Z`;
  return `${soft("penShadow", 6)}
    <linearGradient id="penBody" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#23324f"/><stop offset="0.3" stop-color="#6d86bd"/><stop offset="0.55" stop-color="#1c2a45"/><stop offset="1" stop-color="#0c1322"/></linearGradient>
    <linearGradient id="penMetal" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#8a8f98"/><stop offset="0.3" stop-color="#f4f6f8"/><stop offset="1" stop-color="#5f646c"/></linearGradient>
    <g transform="translate(${x + 10} ${y + 14}) rotate(${angle})" filter="url(#penShadow)" opacity="0.5"><path d="${tip}${barrel}"/></g>
    <g transform="translate(${x} ${y}) rotate(${angle})"><path d="${tip}" fill="url(#penMetal)"/><path d="${barrel}" fill="url(#penBody)"/>
    <rect x="${length * 0.56}" y="${-thick / 2 - 0.5}" width="${thick * 0.5}" height="${thick + 1}" fill="url(#penMetal)"/>
    <rect x="${length * 0.62}" y="${-thick * 0.22}" width="${length * 0.34}" height="${thick * 0.4}" rx="${thick * 0.2}" fill="url(#penMetal)"/>
    <rect x="${length - 4}" y="${-thick * 0.25}" width="${thick * 0.9}" height="${thick * 0.5}" rx="3" fill="url(#penMetal)"/></g>`;
}

export function coffeeCup(x: number, y: number, radius: number): string {
  return `${soft("cupShadow", 22)}
    <radialGradient id="coffee" cx="0.4" cy="0.38" r="0.75"><stop offset="0" stop-color="#5a3418"/><stop offset="0.8" stop-color="#32190a"/><stop offset="1" stop-color="#1d0d04"/></radialGradient>
    <linearGradient id="china" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#ffffff"/><stop offset="1" stop-color="#c3c5c9"/></linearGradient>
    <circle cx="${x + 26}" cy="${y + 30}" r="${radius * 1.04}" fill="#000" opacity="0.45" filter="url(#cupShadow)"/>
    <path d="M${x - radius * 0.7} ${y + radius * 0.62}l${-radius * 0.42} ${radius * 0.4}" stroke="#d5d7da" stroke-width="${radius * 0.22}" stroke-linecap="round"/>
    <circle cx="${x}" cy="${y}" r="${radius}" fill="url(#china)"/><circle cx="${x}" cy="${y}" r="${radius * 0.9}" fill="#a7a9ad"/>
    <circle cx="${x + 3}" cy="${y + 4}" r="${radius * 0.85}" fill="url(#coffee)"/>
    <path d="M${x - radius * 0.55} ${y - radius * 0.3}A${radius * 0.66} ${radius * 0.66} 0 0 1 ${x + radius * 0.1} ${y - radius * 0.62}" stroke="#b98c62" stroke-width="${radius * 0.045}" fill="none" opacity="0.7" stroke-linecap="round"/>`;
}

export function blisterPack(x: number, y: number, angle: number): string {
  const tablets = Array.from({ length: 10 }, (_, index) => {
    const [cx, cy] = [38 + (index % 5) * 56, 40 + Math.floor(index / 5) * 66];
    return `<circle cx="${cx}" cy="${cy}" r="24" fill="url(#dome)" stroke="#8f959c" stroke-width="1.5"/><circle cx="${cx}" cy="${cy}" r="16" fill="#fdfdfb"/><path d="M${cx - 14} ${cy - 12}q10 -12 24 -8" stroke="#fff" stroke-width="4" fill="none" opacity="0.9" stroke-linecap="round"/>`;
  });
  return `${soft("packShadow", 8)}
    <linearGradient id="foil" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#eef0f2"/><stop offset="0.5" stop-color="#b9bec5"/><stop offset="1" stop-color="#dfe2e6"/></linearGradient>
    <radialGradient id="dome" cx="0.38" cy="0.35" r="0.8"><stop offset="0" stop-color="#ffffff"/><stop offset="1" stop-color="#a9b0b8"/></radialGradient>
    <g transform="translate(${x + 10} ${y + 12}) rotate(${angle})"><rect width="300" height="146" rx="14" fill="#000" opacity="0.45" filter="url(#packShadow)"/></g>
    <g transform="translate(${x} ${y}) rotate(${angle})"><rect width="300" height="146" rx="14" fill="url(#foil)"/>${tablets.join("")}</g>`;
}
