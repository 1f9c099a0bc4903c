// The ticket at the window, as large as the window allows; or who would be next; or why nobody is.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { running, since, time } from "/static/js/clock.js";
import { AWAY_REASONS, name, t } from "./text.js";
import { whyNext } from "./side.js";
import { view } from "./view.js";

const LONG_AWAY = 600; // seconds; from here on the hall asks where the clerk is

/** The first card of the panel. */
export function hero(picture) {
  if (picture.ticket) return here(picture.ticket);
  if (picture.window.status === "away") return away(picture.window);
  if (picture.next) return upNext(picture);
  return picture.queue.length ? paused() : nobody();
}

function here(ticket) {
  const serving = ticket.status === "serving";
  const waited = Math.floor((Date.parse(ticket.called_at) - Date.parse(ticket.issued_at)) / 60000);
  const facts = [
    t("taken at {time}", { time: time(ticket.issued_at) }),
    t("waited {n} min", { n: waited }),
  ];
  return html`<section class="card hero ${ticket.status}" aria-label=${t("At the window")}>
    <p class="label ticket">${ticket.label}</p>
    <div class="facts">
      <h2>${name(ticket.service_name)}</h2>
      <p>${facts.join(" · ")}</p>
      ${ticket.priority_name ? html`<p class="channel">${t("green channel: {reason}", { reason: name(ticket.priority_name) })}</p>` : ""}
      ${origin(ticket)}
    </div>
    ${clock(since(serving ? ticket.started_at : ticket.called_at), serving ? t("service time") : t("since the call"))}
  </section>`;
}

const clock = (seconds, of, warns = false) => html`<p class="clock ${warns ? "warns" : ""}">
  <span class="figure">${running(seconds)}</span><span class="soft">${of}</span></p>`;

/** Where the ticket comes from, when not straight from the kiosk, and what was written with it. */
function origin(ticket) {
  const ways = ["transferred", "parked", "reinstated"];
  const step = ticket.story.findLast((each) => ways.includes(each.kind));
  if (!step && !ticket.noted) return "";
  const from = { place: name(step?.window_name) };
  const how = {
    transferred: from.place ? t("Transferred from {place}", from) : t("Transferred"),
    parked: t("Was parked"),
    reinstated: t("Missed its call, then reinstated"),
  };
  return html`<p class="origin"><span>${step ? how[step.kind] : ""}</span>
    ${ticket.noted ? noted(view.opened.told) : ""}</p>`;
}

function noted(told) {
  if (told?.note) return html`<q>${told.note}</q>`;
  return told?.readable === false ? t("Its note can no longer be read: the server's key has changed.") : t("has a note");
}

const upNext = ({ next, queue }) => {
  const row = queue.find((each) => each.id === next.id) ?? queue[0];
  return html`<section class="card hero coming" aria-label=${t("Next")}>
    <p class="label ticket">${next.label}</p>
    <div class="facts">
      <h2>${name(row?.service_name)}</h2>
      <p>${t("Next")} · ${row ? whyNext(row, next.why) : ""}</p>
      ${row?.noted ? html`<p class="origin">${t("has a note")}</p>` : ""}
    </div>
    ${row ? clock(since(row.since), t("waiting")) : ""}
  </section>`;
};

const nobody = () => html`<section class="card hero quiet">
  <div class="facts">
    <h2>${t("Nobody is waiting")}</h2>
    <p class="soft">${t("Whoever takes a number for this window appears here at once.")}</p>
  </div>
</section>`;

const paused = () => html`<section class="card hero quiet">
  <div class="facts">
    <h2>${t("Calling is paused")}</h2>
    <p class="soft">${t("Those who wait keep their place; they can be called when it goes on.")}</p>
  </div>
</section>`;

function away(window) {
  const seconds = since(window.since);
  const long = seconds > LONG_AWAY;
  return html`<section class="card hero quiet">
    <div class="facts">
      <h2>${t("Away: {reason}", { reason: t(AWAY_REASONS[window.reason] ?? "Other") })}</h2>
      <p class="soft">${long ? t("More than ten minutes: tell your supervisor where you are.") : t("The window's sign says that service is paused.")}</p>
    </div>
    ${clock(seconds, t("away"), long)}
  </section>`;
}
