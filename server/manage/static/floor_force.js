// What somebody has ordered and what holds until it ends: pauses, and lines on the boards.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { repeat } from "/static/vendor/lit-html/directives/repeat.js";
import { since, time } from "/static/js/clock.js";
import { dayAndTime } from "/static/js/day_and_time.js";
import { WHY_PAUSED } from "/static/js/pauses.js";
import { end } from "./floor_broadcast.js";
import { resume } from "./floor_pause.js";
import { each, name, t } from "./floor_words.js";

/** A row for each order with the button that ends it; nothing when there is none. */
export function inForce({ pauses, broadcasts, said }) {
  if (!pauses.length && !broadcasts.length) return "";
  return html`<section class="force" aria-label="正在生效 In force">
    <ul>${repeat(pauses, (one) => one.service, pause)}
      ${repeat(broadcasts, (one) => one.id, (one) => line(one, said.findLast(({ broadcast }) => broadcast === one.id)))}</ul>
  </section>`;
}

const pause = (one) => html`<li data-pause=${one.service ?? "hall"}>
  <strong class="where">${one.service === null ? t("The whole hall") : name(one.name)}</strong>
  <span class="what">${begun(one.since)}
    ${t(WHY_PAUSED[one.reason], {}, "beside")}</span>
  <button class="button" @click=${() => resume(one.service)}>${t("Resume", {}, "beside")}</button>
</li>`;

const begun = (at) => each("Paused since {at}", (lang) => ({ at: dayAndTime(lang, at) }), "beside");

function when({ say_at: saying, until }) {
  if (saying) return t("Shown and said at {at}", { at: time(saying) });
  return until ? t("On the boards until {at}", { at: time(until) }) : t("On the boards until it is ended");
}

const WAITS = 300; // seconds that boards wait for a moment in which nobody is called

/** Whether the boards have really said it. */
function heard({ at, spoken_at: spoken }) {
  if (spoken) return t("Said to the end at {at}", { at: time(spoken) }, "beside");
  return t(since(at) > WAITS ? "Not heard: no board has said it" : "To be said between two calls", {}, "beside");
}

const line = (one, said) => html`<li data-broadcast=${one.id}>
  <strong class="where">${when(one)}</strong>
  <span class="what">${name(one.text)}${said ? html`<span class="heard">${heard(said)}</span>` : ""}</span>
  <button class="button" @click=${() => end(one.id)}>${t("End", {}, "beside")}</button>
</li>`;
