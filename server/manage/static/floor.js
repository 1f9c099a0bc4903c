// The floor: boot, listen, draw. Every nudge is one reading of the whole floor, a second apart at least.

import { html, render } from "/static/vendor/lit-html/lit-html.js";
import { get, onUnauthorised } from "/static/js/api.js";
import { everySecond, timeWithSeconds } from "/static/js/clock.js";
import { listen } from "/static/js/live.js";
import { dialog, front } from "./floor_dialog.js";
import { acts, floor } from "./floor_screen.js";
import { onChange, view } from "./floor_view.js";
import { t } from "./floor_words.js";

const APART = 1000; // ms between two readings
const ANYWAY = 10_000; // ms; minutes pass and screens come and go without a journal line
const QUIET = 7; // seconds; the server beats every 5, so something may be wrong
const root = document.getElementById("floor");
const orders = document.getElementById("acts");
const asks = document.getElementById("asks");
const said = document.getElementById("said");
const asof = document.getElementById("asof");
const stale = document.getElementById("stale");
const title = document.title;
let asked = -Infinity;

function draw() {
  const { picture, cut } = view;
  if (view.said && performance.now() > view.said.until) view.said = null;
  render(picture ? floor(picture) : html`<p class="nobody">${t("Reading the floor …")}</p>`, root);
  render(picture ? age() : "", asof);
  render(picture ? acts(picture) : "", orders);
  render(view.said ? html`<p class="toast ${view.said.warns ? "warning" : ""}">${view.said.text}</p>` : "", said);
  render(dialog(), asks);
  front(asks);
  stale.hidden = !cut;
  document.title = picture?.alarms.length ? `(${picture.alarms.length}) ${title}` : title;
}

function age() {
  const { picture, cut } = view;
  const at = timeWithSeconds(picture.now);
  return cut
    ? html`<span class="badge bad">${t("Old: as it stood at {at}", { at }, "beside")}</span>`
    : t("As of {at}", { at }, "beside");
}

async function load() {
  await new Promise((done) => setTimeout(done, asked + APART - performance.now()));
  asked = performance.now();
  try {
    const found = await get("/api/floor", { retries: 0, timeout: 5000 });
    if (!view.picture || found.seq >= view.picture.seq) view.picture = found;
    document.documentElement.dataset.zone = found.hall.timezone;
    view.cut = false;
    await view.asked?.reread?.();
    return { seq: view.picture.seq };
  } catch (error) {
    view.cut = true;
    if (error.status === 403) location.reload(); // this person's role has changed
    throw error;
  } finally {
    draw();
  }
}

onUnauthorised(() => location.assign(`/signin?next=${encodeURIComponent(location.pathname)}`));
const live = listen({ refresh: load });
onChange(draw, live.refresh);
for (const change of ["online", "offline"]) addEventListener(change, () => live.refresh());
everySecond(() => {
  const rested = performance.now() - asked;
  const worried = view.cut || live.sinceHeard() > QUIET;
  if (rested > (worried ? 3 * APART : ANYWAY) && !document.hidden) live.refresh();
  draw();
});
document.addEventListener("visibilitychange", () => document.hidden || live.refresh());
