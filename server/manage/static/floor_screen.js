// The floor as a whole: what needs somebody, then windows and things, queues beside them.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { repeat } from "/static/vendor/lit-html/directives/repeat.js";
import { askBroadcast } from "./floor_broadcast.js";
import { windows } from "./floor_cards.js";
import { inForce } from "./floor_force.js";
import { askPause } from "./floor_pause.js";
import { queues } from "./floor_queues.js";
import { things } from "./floor_things.js";
import { alarm, mark, place, t } from "./floor_words.js";

/** What concerns the whole hall, beside the heading. */
export const acts = ({ hall }) => html`
  <button class="button" @click=${askBroadcast}>${t("Broadcast", {}, "beside")}</button>
  ${hall.paused ? "" : html`<button class="button" @click=${() => askPause(null)}>${t("Pause the hall", {}, "beside")}</button>`}`;

/** Everything below the heading. */
export const floor = (picture) => html`
  <section class="alarms" aria-live="polite" aria-label="警报 Alarms">${alarms(picture.alarms)}</section>
  ${inForce(picture)}
  <div class="sides">
    <section aria-labelledby="windows"><h2 id="windows">${t("Windows", {}, "beside")}</h2>
      ${windows(picture)}</section>
    <section aria-labelledby="queues"><h2 id="queues">${t("Queues", {}, "beside")}</h2>
      ${queues(picture)}</section>
  </div>
  ${things(picture)}`;

const alarms = (all) => all.length
  ? html`<ul>${repeat(all, (one) => [one.code, one.kind, one.place].join(), row)}</ul>`
  : html`<p class="calm"><span aria-hidden="true">✓</span>${t("All is well", {}, "beside")}</p>`;

const row = (one) => html`<li data-code=${one.code}>
  ${mark()}<div class="where">${place(one)}</div><div class="what">${alarm(one)}</div></li>`;
