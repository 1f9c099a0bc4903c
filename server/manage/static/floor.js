// The floor: boot, listen, draw. Every nudge is one reading of the whole floor, a second apart at least.

import { html, render } from "/static/vendor/lit-html/lit-html.js";
import { get, onUnauthorised } from "/static/js/api.js";
import { everySecond, timeWithSeconds } from "/static/js/clock.js";
import { listen } from "/static/js/live.js";
import { floor } from "./floor_screen.js";
import { t } from "./floor_words.js";

const APART = 1000; // ms between two readings
const ANYWAY = 10_000; // ms; minutes pass and screens come and go without a journal line
const QUIET = 7; // seconds; the server beats every 5, so something may be wrong
const root = document.getElementById("floor");
const asof = document.getElementById("asof");
const stale = document.getElementById("stale");
const title = document.title;
let picture = null;
let cut = false;
let asked = -Infinity;

function draw() {
  render(picture ? floor(picture) : html`<p class="nobody">${t("Reading the floor …")}</p>`, root);
  render(picture ? age() : "", asof);
  stale.hidden = !cut;
  document.title = picture?.alarms.length ? `(${picture.alarms.length}) ${title}` : title;
}

function age() {
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
    if (!picture || found.seq >= picture.seq) picture = found;
    document.documentElement.dataset.zone = picture.hall.timezone;
    cut = false;
    return { seq: picture.seq };
  } catch (error) {
    cut = true;
    if (error.status === 403) location.reload(); // this person's role has changed
    throw error;
  } finally {
    draw();
  }
}

onUnauthorised(() => location.assign(`/signin?next=${encodeURIComponent(location.pathname)}`));
const live = listen({ refresh: load });
for (const change of ["online", "offline"]) addEventListener(change, () => live.refresh());
everySecond(() => {
  const rested = performance.now() - asked;
  const worried = cut || live.sinceHeard() > QUIET;
  if (rested > (worried ? 3 * APART : ANYWAY) && !document.hidden) live.refresh();
  draw();
});
document.addEventListener("visibilitychange", () => document.hidden || live.refresh());
