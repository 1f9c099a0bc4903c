// The two kinds of chart: a median in its band with the promise across it, and bars.

import { axes, faint, ink, readout, rule, upTo, write } from "./figures_ink.js";

const MINUTES = "分";
const LONG = 62;
const APART = 18; // px between two words, one above the other
const shown = (value) => (value === null ? "–" : value);
const same = { show: false };
const cursor = { y: false, points: { show: false }, drag: { x: false, y: false } };

/** Median, 10-90 band and the promised wait; where nine in ten waited longer the ground is warm. */
export function band(chart, place) {
  const { labels, low, middle, high, promise } = chart;
  const most = Math.max(promise, ...high.map(Number));
  const long = labels.length > LONG; // so many days: closed ones are passed over, and no ground is warm
  const say = (n) =>
    `${labels[n]}　中位 ${shown(middle[n])}　10–90% ${shown(low[n])}–${shown(high[n])} 分`;
  return {
    legend: same,
    cursor,
    scales: scales(labels.length, most),
    axes: axes(labels, MINUTES),
    series: [{}, edge(long), edge(long), line(labels.length)],
    bands: [{ series: [2, 1], fill: faint(ink("action"), 0.2) }],
    hooks: {
      drawAxes: long ? [] : [(u) => warm(u, chart)],
      draw: [(u) => promised(u, promise), (u) => named(u, middle, high)],
      setCursor: [readout(place, say)],
    },
  };
}

/** How many; a mark is the median among classes of `width` minutes. */
export function bars(chart, place) {
  const { labels, values, width, mark } = chart;
  const of = (n) => (mark === undefined ? labels[n] : `${labels[n]}–${Number(labels[n]) + width} ${MINUTES}`);
  return {
    legend: same,
    cursor,
    scales: scales(labels.length, Math.max(...values.map(Number)), 1.25),
    axes: axes(labels),
    series: [
      {},
      {
        fill: faint(ink("action"), mark === undefined ? 0.85 : 0.45),
        width: 0,
        points: same,
        paths: uPlot.paths.bars({ size: [0.78, 60], radius: 0.15 }),
      },
    ],
    hooks: {
      draw: [mark === undefined ? (u) => counts(u, values) : (u) => median(u, mark / width - 0.5, `中位 ${mark}`)],
      setCursor: [readout(place, (n) => `${of(n)}　${shown(values[n])}`)],
    },
  };
}

const scales = (n, most, room) => ({
  x: { time: false, range: [-0.5, Math.max(0.5, n - 0.5)] },
  y: { range: () => upTo(most, room) },
});
const edge = (spanGaps) => ({ stroke: "transparent", width: 0, points: same, spanGaps });
const points = (n) => ({ show: n <= LONG, size: 6, width: 0, fill: ink("action") });
const line = (n) => ({ stroke: ink("action"), width: n > LONG ? 2 : 3, points: points(n), spanGaps: n > LONG });

/** Everything left and right of the points where the promise was broken. */
function warm(u, { high, promise }) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.fillStyle = faint(ink("warning"), 0.09);
  high.forEach((value, n) => {
    if (value === null || value <= promise) return;
    const [left, right] = [n - 0.5, n + 0.5].map((x) => u.valToPos(x, "x", true));
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
  });
  ctx.restore();
}

function promised(u, promise) {
  const { left, width } = u.bbox;
  const y = u.valToPos(promise, "y", true);
  rule(u, [left, y], [left + width, y], ink("warning"));
  const words = { colour: ink("warning"), align: "right" };
  write(u, `承诺 promised ${promise}`, left + width - 4, y - 4 * devicePixelRatio, words);
}

/** The two names beside what they name: at the highest point of the band, and at its median. */
function named(u, middle, high) {
  const at = high.indexOf(Math.max(...high.map(Number)));
  if (at < 0 || high[at] === null) return;
  const right = at > high.length * 0.75;
  const x = u.valToPos(at, "x", true) + (right ? -10 : 10) * devicePixelRatio;
  const align = right ? "right" : "left";
  const [top, below] = [high[at], middle[at]].map((value) => u.valToPos(value, "y", true));
  const put = (text, y, colour) => write(u, text, x, y, { colour, align, base: "middle" });
  put("P90", Math.min(top, below - APART * devicePixelRatio), ink("text-soft"));
  put("中位 median", below, ink("action"));
}

/** Each bar's number on its head, while there is room. */
function counts(u, values) {
  if (values.length > 16) return;
  values.forEach((value, n) => {
    if (!value) return;
    const text = Number(value.toFixed(1)).toString();
    const [x, y] = [u.valToPos(n, "x", true), u.valToPos(value, "y", true)];
    write(u, text, x, y - 2 * devicePixelRatio, { colour: ink("text"), align: "center" });
  });
}

function median(u, at, text) {
  const { top, height, left, width } = u.bbox;
  const x = u.valToPos(at, "x", true);
  rule(u, [x, top], [x, top + height], ink("text"));
  const right = x > left + width * 0.6;
  const gap = (right ? -6 : 6) * devicePixelRatio;
  write(u, text, x + gap, top, { colour: ink("text"), align: right ? "right" : "left", base: "top" });
}
