// Draws the charts of a page: each place names its chart, and #charts holds what they show.

import { band, bars } from "./figures_charts.js";

const charts = JSON.parse(document.getElementById("charts").textContent);
const places = [...document.querySelectorAll("[data-chart]")];
const size = (place) => ({ width: place.clientWidth, height: place.clientHeight });

function draw(place) {
  const chart = charts[place.dataset.chart];
  const options = { ...(chart.low ? band(chart, place) : bars(chart, place)), ...size(place) };
  const drawn = new uPlot(options, data(chart), place);
  new ResizeObserver(() => drawn.setSize(size(place))).observe(place);
  place.dataset.drawn = "";
}

function data(chart) {
  const at = chart.labels.map((_, n) => n);
  return chart.low ? [at, chart.low, chart.high, chart.middle] : [at, chart.values];
}

// A canvas does not wait for a font by itself.
await Promise.allSettled([document.fonts.load('600 14px "Label"')]);
places.forEach(draw);
