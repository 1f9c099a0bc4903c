// What charts share: the page's own colours, axes without clutter, and words written beside the lines.

const FACE = '"Label", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const APART = 52; // px that a label below the axis needs

/** A colour of the page by its meaning: ink("action"). */
export const ink = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** The same colour, thinner. */
export function faint(colour, alpha) {
  const two = Math.round(alpha * 255).toString(16).padStart(2, "0");
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour + two : colour;
}

export const font = (weight = 600, px = 14) => `${weight} ${px}px ${FACE}`;

/** The axes: names below, numbers beside, hairlines across. `unit` stands at the topmost number. */
export function axes(labels, unit = "") {
  const plain = { stroke: ink("text-soft"), font: font(), ticks: { show: false } };
  return [
    {
      ...plain,
      size: 28,
      gap: 6,
      grid: { show: false },
      splits: (u) => every(labels.length, u.width),
      values: (_, splits) => splits.map((n) => labels[n] ?? ""),
    },
    {
      ...plain,
      size: unit ? 56 : 44,
      gap: 6,
      space: 32,
      grid: { stroke: ink("rule"), width: 1 },
      values: (_, splits) =>
        splits.map((value, n) => `${value}${unit && n === splits.length - 1 ? ` ${unit}` : ""}`),
    },
  ];
}

/** Which of n labels have room. */
function every(n, width) {
  const room = Math.max(1, Math.floor((width - 60) / APART));
  const step = [1, 2, 4, 6, 7, 12, 14, 28, 30].find((each) => n / each <= room) ?? Math.ceil(n / room);
  return Array.from({ length: Math.ceil(n / step) }, (_, place) => place * step);
}

/** The height of the value axis: from nothing to above the most, with room for its number. */
export const upTo = (most, room = 1.1) => [0, Math.max(1, most * room)];

/** Words in the picture; x and y in its own points. */
export function write(u, text, x, y, { colour, align = "left", base = "bottom" }) {
  const { ctx } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = font(600, 13 * ratio);
  ctx.textAlign = align;
  ctx.textBaseline = base;
  ctx.lineJoin = "round";
  ctx.lineWidth = 4 * ratio;
  ctx.strokeStyle = ink("surface");
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
  ctx.restore();
}

/** A line across at a value, or down at a place. */
export function rule(u, from, to, colour) {
  const { ctx } = u;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
  ctx.restore();
}

/** A line of text above a chart that says what the pointer is at. */
export function readout(place, say) {
  const line = document.createElement("p");
  line.className = "readout label";
  line.ariaHidden = "true"; // a table says it to those who do not point
  place.append(line);
  return (u) => (line.textContent = u.cursor.idx == null ? "" : say(u.cursor.idx));
}
