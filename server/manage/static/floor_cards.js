// Windows as cards that can be read from a step away.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { repeat } from "/static/vendor/lit-html/directives/repeat.js";
import { running, since, time } from "/static/js/clock.js";
import { askTransfer } from "./floor_transfer.js";
import { act, send } from "./floor_view.js";
import { askServices } from "./floor_window.js";
import { AWAY, mark, name, t, word } from "./floor_words.js";

const STANDS = {
  serving: "In service", called: "Called", open: "Free", away: "Away", closed: "Closed",
};

/** A card for each window, in the order of the set-up. */
export function windows({ windows: all, alarms }) {
  const troubled = new Set(alarms.filter((a) => a.kind === "windows").map((a) => a.place));
  if (!all.length) return html`<p class="nobody">${t("This hall has no windows yet.")}</p>`;
  return html`<ul class="windows">${repeat(all, (one) => one.code, (one) => card(one, troubled.has(one.code)))}</ul>`;
}

const stand = (one) => one.ticket?.status ?? one.status;

const card = (one, troubled) => html`<li class="window" data-stand=${stand(one)} data-code=${one.code}>
  <div class="top-line">
    <h3>${name(one.name, "beside")}</h3>
    <span class="stand">${troubled ? mark() : ""}${t(STANDS[stand(one)], {}, "beside")}</span>
  </div>
  ${middle(one)}
  <div class="foot">
    ${clerk(one)}
    <div class="soft">${today(one)}</div>
  </div>
  <div class="verbs">
    <button class="button plain" @click=${() => askServices(one)}>${word("Services")}${of(one)}</button>
    ${one.ticket ? html`<button class="button plain" @click=${() => askTransfer(one.ticket)}>${word("Move")}<span
      class="visually-hidden"> ${one.ticket.label}</span></button>` : ""}
    ${one.status === "away" ? html`<button class="button plain" @click=${() => askBack(one)}>${word("Ask back")}${of(one)}</button>` : ""}
  </div>
</li>`;

const askBack = (one) => act(async () => {
  await send(`/api/windows/${one.code}/ask-back`);
  return word("{window}: the clerk is asked back.", { window: one.name["zh-Hans"] });
});

/** For those who hear a button without its card. */
const of = (one) => html`<span class="visually-hidden"> ${one.name["zh-Hans"]}</span>`;

function middle({ ticket, status, reason, since: at, asked_at: asked, services }) {
  if (ticket) {
    return html`<p class="now"><span class="label">${ticket.label}</span>
      <span class="figure clock">${running(since(ticket.since))}</span></p>
      <div class="what">${name(ticket.service_name)}</div>`;
  }
  if (status === "away") {
    return html`<p class="now"><span class="figure clock">${running(since(at))}</span></p>
      <div class="what">${t(AWAY[reason] ?? "Other")}
        ${asked ? html`<strong>${t("Asked back at {at}", { at: time(asked) })}</strong>` : ""}</div>`;
  }
  return html`<p class="now" aria-hidden="true"><span class="label soft">—</span></p>${takes(services)}`;
}

const takes = (services) => html`<p class="what soft">${services.map(
  (each) => html`<span>${each.name["zh-Hans"]}</span>`,
)}</p>`;

function clerk({ clerk: who, login, status }) {
  if (who) return html`<p><strong>${who.name["zh-Hans"]}</strong> <span class="soft">${who.number}</span></p>`;
  if (login) return html`<p><strong>${login}</strong></p>`;
  return status === "closed" ? "" : t("Nobody signed in", {}, "beside");
}

function today({ handled, last_at: last }) {
  const values = { n: handled, at: last ? time(last) : "" };
  return last ? t("{n} done, last {at}", values, "beside") : t("None done yet", {}, "beside");
}
