// The lower card: what this visit needs and how it went; with nobody here, how the hall stands.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { time } from "/static/js/clock.js";
import { STATES, name, t } from "./text.js";

const STEPS = {
  issued: "Number taken", called: "Called", recalled: "Called again", started: "Service began",
  parked: "Parked", transferred: "Transferred", missed: "Missed", reinstated: "Reinstated",
};

/** The card below the keys. */
export const lower = (picture) => (picture.ticket ? visit(picture.ticket) : hall(picture.elsewhere));

const visit = (ticket) => html`<section class="card lower">
  <div>
    <h2>${t("Materials")}</h2>
    ${ticket.materials.length
      ? html`<ul class="ruled">${ticket.materials.map((each) => html`<li>${name(each)}</li>`)}</ul>`
      : html`<p class="soft">${t("This service asks for none beforehand.")}</p>`}
  </div>
  <div>
    <h2>${t("This visit")}</h2>
    <ol class="ruled">${ticket.story.map(step)}</ol>
  </div>
</section>`;

function step(one) {
  const what = one.to ? t("Transferred to {service}", { service: name(one.to) }) : t(STEPS[one.kind] ?? one.kind);
  return html`<li><span class="figure">${time(one.at)}</span>
    <span>${what}</span>
    <span class="soft">${name(one.window_name)}</span></li>`;
}

const hall = ({ windows }) => html`<section class="card lower one">
  <div>
    <h2>${t("The other windows")}</h2>
    <ul class="ruled two">${windows.map(place)}</ul>
  </div>
</section>`;

const place = (one) => html`<li><span>${name(one.name)}</span>
  <span class="soft">${one.status === "closed" ? "" : name(one.clerk_name) || one.clerk || ""}</span>
  <span class="state ${one.status}">${t(STATES[one.status])}</span></li>`;
