/** The gallery in small, on a field of 116 by 76: tiles with a photo, a page, a film and one that failed. */

const [GROUND, TILE, LINE, INK, SKY, HILL, SUN, FILM, FAULT, FAULT_GROUND] = [
  "#ffffff",
  "#e8ecf0",
  "#9aa6b2",
  "#33404d",
  "#d7eef2",
  "#7cc4d0",
  "#f2a33a",
  "#26303a",
  "#a81f17",
  "#fdecea",
] as const;
const [WIDTH, HEIGHT, GAP] = [32, 24, 5];

export function galleryPreview(): string {
  const tiles = [photo, page, film, page, fault, photo];
  const drawn = tiles.map((draw, index) => {
    const [x, y] = [5 + (index % 3) * (WIDTH + GAP), 5 + Math.floor(index / 3) * 35];
    return `<g transform="translate(${x} ${y})">${draw()}${caption()}</g>`;
  });
  return `<rect width="116" height="76" rx="4" fill="${GROUND}"/>${drawn.join("")}`;
}

function photo(): string {
  const hills = `<path d="M0 24V17L9 10L16 17L23 12L32 20V24Z" fill="${HILL}"/>`;
  return `${tile(SKY)}${hills}<circle cx="24" cy="6.5" r="2.6" fill="${SUN}"/>`;
}

function page(): string {
  const lines = [6, 10, 14, 18].map((y) => `<path d="M11 ${y}H21" stroke="${LINE}" stroke-width="1.4"/>`).join("");
  return `${tile(TILE)}<rect x="8.5" y="2" width="15" height="20" fill="#ffffff"/>${lines}`;
}

function film(): string {
  const ribs = [8, 12, 16].map(
    (y) => `<path d="M9 ${y}Q16 ${y - 4} 23 ${y}" fill="none" stroke="#dfe6ec" stroke-width="1.3"/>`,
  );
  return `${tile(FILM)}${ribs.join("")}<path d="M16 4V21" stroke="#dfe6ec" stroke-width="1.6"/>`;
}

function fault(): string {
  return `${tile(FAULT_GROUND)}<path d="M12.5 8.5L19.5 15.5M19.5 8.5L12.5 15.5" stroke="${FAULT}" stroke-width="2.2" stroke-linecap="round"/>`;
}

function tile(colour: string): string {
  return `<rect width="${WIDTH}" height="${HEIGHT}" rx="2" fill="${colour}"/>`;
}

function caption(): string {
  return `<rect y="27" width="20" height="2.2" rx="1" fill="${INK}"/>`;
}
