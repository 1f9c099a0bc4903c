// The clerk's panel: boot, listen, draw.

import { html, render } from "/static/vendor/lit-html/lit-html.js";
import { onUnauthorised } from "/static/js/api.js";
import { everySecond } from "/static/js/clock.js";
import { listen } from "/static/js/live.js";
import { choosing } from "./choose.js";
import { dialog, shown } from "./dialogs.js";
import { home, listenToKeys } from "./keyboard.js";
import { onChange } from "./redraw.js";
import { panel, waiting } from "./screen.js";
import { name, t } from "./text.js";
import { concerns, load, openNote, tell, view } from "./view.js";

const QUIET = 7; // seconds; the server beats every 5, so something may be wrong
const root = document.getElementById("counter");
let probed = 0;
let asking = false;

const page = () => {
  if (view.picture) return panel();
  return view.counter && !view.code ? choosing() : waiting();
};

function draw() {
  if (view.note && performance.now() > view.note.until) tell("");
  openNote();
  render(html`${page()}${dialog()}`, root);
  shown();
  document.title = title();
  if (asking && !view.dialog) home();
  asking = Boolean(view.dialog);
  if (document.activeElement === document.body && !view.dialog) home();
}

function title() {
  const place = name(view.picture?.window.name) || t("Counter");
  const waits = view.picture?.services.reduce((sum, each) => sum + each.waiting, 0);
  const first = view.picture?.ticket?.label ?? (waits ? t("{n} waiting", { n: waits }) : "");
  return [first, place].filter(Boolean).join(" · ");
}

const fetched = async () => {
  try {
    return await load();
  } finally {
    draw();
  }
};

onUnauthorised(() => location.assign(`/signin?next=${encodeURIComponent(location.pathname)}`));
onChange(({ settled }) => {
  draw();
  if (settled && !view.dialog) home();
});
listenToKeys();
const live = listen({ refresh: fetched, concerns });

/** Silence is looked into at once: a press must not be the first to find the server gone. */
function probe() {
  if (performance.now() - probed < 3000) return;
  probed = performance.now();
  live.refresh();
}

for (const change of ["online", "offline"]) addEventListener(change, () => live.refresh());
everySecond(() => {
  if (live.sinceHeard() > QUIET || view.link === "cut") probe();
  draw();
});
