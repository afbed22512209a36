import { box, type Drawing, outlinedBox, rule, text } from "./svg.ts";

/** A fever chart as a ward would keep it: temperature as a line, doses as bars, few colours. */

const [width, height] = [640, 480];
const plot = { x: 70, y: 92, width: 500, height: 292 };
const [ink, grid, fever, dose] = ["#22303c", "#d3dbe2", "#c0392b", "#7fb2d9"];

const readings = [37.4, 38.1, 38.9, 39.3, 39.1, 38.4, 38.8, 38.0, 37.6, 37.9, 37.3, 37.0, 36.9, 36.8];
const doses = [0, 400, 400, 600, 600, 400, 600, 400, 400, 400, 200, 200, 0, 0];

const columnX = (index: number) => plot.x + (plot.width * (index + 0.5)) / readings.length;
const degreeY = (degree: number) => plot.y + plot.height * (1 - (degree - 36) / 4);

function axes(): string {
  const degrees = [36, 37, 38, 39, 40].map((degree) => {
    const y = degreeY(degree);
    return (
      rule(plot.x, y, 570, y, grid, 1) +
      text("sans", String(degree), { x: 60, y: y + 5, size: 14, anchor: "end" }, fever)
    );
  });
  const amounts = [0, 200, 400, 600].map((amount) => {
    const y = plot.y + plot.height - amount / 5;
    return text("sans", String(amount), { x: 580, y: y + 5, size: 13 }, "#3c78a8");
  });
  const days = [1, 2, 3, 4, 5, 6, 7].map((day, index) => {
    const x = plot.x + (plot.width * (index + 0.5)) / 7;
    return (
      rule(
        plot.x + (plot.width * index) / 7,
        plot.y,
        plot.x + (plot.width * index) / 7,
        plot.y + plot.height,
        grid,
        1,
      ) + text("sans", `Day ${day}`, { x, y: 406, size: 14, anchor: "middle" }, ink)
    );
  });
  return degrees.join("") + amounts.join("") + days.join("");
}

function curves(): string {
  const bars = doses.map((amount, index) => {
    const tall = amount / 5;
    return box({ x: columnX(index) - 11, y: plot.y + plot.height - tall, width: 22, height: tall }, `fill="${dose}"`);
  });
  const points = readings.map((degree, index) => `${columnX(index).toFixed(1)},${degreeY(degree).toFixed(1)}`);
  const dots = points.map((point) => {
    const [x, y] = point.split(",");
    return `<circle cx="${x}" cy="${y}" r="5" fill="#ffffff" stroke="${fever}" stroke-width="2.5"/>`;
  });
  const limit = `<path d="M70 ${degreeY(37.5)}H570" stroke="${ink}" stroke-width="1.2" stroke-dasharray="6 5"/>`;
  const line = `<polyline points="${points.join(" ")}" fill="none" stroke="${fever}" stroke-width="2.5"/>`;
  return bars.join("") + limit + line + dots.join("");
}

export function feverChart(): Drawing {
  const key = (x: number, colour: string, words: string) =>
    box({ x, y: 430, width: 16, height: 16 }, `fill="${colour}"`) +
    text("sans", words, { x: x + 24, y: 444, size: 14 }, ink);
  const body = [
    box({ x: 0, y: 0, width, height }, `fill="#ffffff"`),
    text("sansBold", "Temperature and dose", { x: 70, y: 40, size: 23 }, ink),
    text("sans", "Mariana Silva · ward 3, bed 2 · Ibuprofen by mouth · 2-8 June 2024", { x: 70, y: 64, size: 14 }, ink),
    text("sans", "°C", { x: 60, y: 74, size: 14, anchor: "end" }, fever),
    text("sans", "mg", { x: 580, y: 250, size: 13 }, "#3c78a8"),
    axes(),
    curves(),
    outlinedBox(plot, ink, 1.5),
    key(70, fever, "Temperature, mornings and evenings"),
    key(370, dose, "Dose (mg)"),
    text("sans", "SAMPLE - NOT A PATIENT", { x: 570, y: 468, size: 11, anchor: "end" }, "#6b7782"),
  ];
  return { width, height, body: body.join("") };
}
