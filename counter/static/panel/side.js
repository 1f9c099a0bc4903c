// The queue of this window in the order of the discipline, and those set aside.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { repeat } from "/static/vendor/lit-html/directives/repeat.js";
import { minutes, since } from "/static/js/clock.js";
import { rowPressed } from "./keyboard.js";
import { name, t } from "./text.js";
import { pauseOf } from "./told.js";
import { view } from "./view.js";

const REASONS = {
  longest: "has waited longest",
  returned: "has come back with its old arrival time",
};

/** Why a ticket is next, in words; a green-channel ticket says what its wait counts as. */
export function whyNext(row, why) {
  if (row.bound) return t(row.own ? "was sent to this window" : "was sent to this window, not your service");
  if (why !== "priority" || !row.priority_name) return t(REASONS[why] ?? REASONS.returned);
  const counts = { reason: name(row.priority_name), n: Math.floor(row.counts_as_minutes) };
  return t("{reason}, counts as {n} min", counts);
}

/** The right-hand column. */
export const side = (picture) => html`
  <section>${head(picture.services)} ${services(picture.services)}
    <ul class="rows">${repeat(picture.queue, (row) => row.id, (row, at) => waits(row, picture.next, at))}</ul>
    ${more(picture)}
  </section>
  ${picture.aside.length ? setAside(picture.aside, picture.queue.length) : ""}`;

const longest = (list) => Math.max(...list.map((each) => each.longest_minutes ?? 0));
const total = (list) => list.reduce((sum, each) => sum + each.waiting, 0);

function head(list) {
  const waiting = total(list);
  return html`<h2 class="line-up"><span>${t("{n} waiting", { n: waiting })}</span>
    <span>${waiting ? t("longest {n} min", { n: Math.floor(longest(list)) }) : ""}</span></h2>`;
}

const people = (n) => (n === 0 ? "–" : n === 1 ? t("1 person") : t("{n} people", { n }));

/** Each service with who waits for it; a window of one service needs no table. */
const services = (list) =>
  list.length < 2 ? "" : html`<table class="by-service">
    <caption class="visually-hidden">${t("Waiting by service")}</caption>
    <tbody>${list.map(
      (each) => html`<tr><th scope="row">${name(each.name)}</th>
        <td>${people(each.waiting)}</td>
        <td class="figure">${each.waiting ? `${Math.floor(each.longest_minutes)}′` : ""}</td></tr>`,
    )}</tbody>
  </table>`;

// Tab stops at the first row only; the arrow keys go on from there.
const tab = (at) => (at === 0 ? "0" : "-1");

function waits(row, next, at) {
  const first = row.id === next?.id;
  return html`<li><button class="row ${first ? "first" : ""}" data-row=${row.id} tabindex=${tab(at)}
    @click=${rowPressed(row)}>
    <span class="label">${row.label}</span>
    <span class="what">${first ? html`<b>${t("Next")} · ${whyNext(row, next.why)}</b>` : ""}
      <span>${about(row, first)}</span>
      ${row.noted ? html`<span class="noted">${t("has a note")}</span>` : ""}</span>
    ${row.priority_name ? html`<span class="green" title=${name(row.priority_name)}>${t("Green")}</span>` : ""}
    <span class="figure">${minutes(since(row.since))}</span>
  </button></li>`;
}

function about(row, first) {
  const rests = pauseOf(view.picture, row.service) ? t("paused") : "";
  return [name(row.service_name), sent(row, first), rests].filter(Boolean).join(" · ");
}

function sent(row, first) {
  if (!row.bound) return row.transferred ? t("back in the queue") : "";
  if (first) return ""; // why it is next has said so
  return t(row.own ? "sent to this window" : "sent to this window, not your service");
}

const more = ({ queue, services: list }) => {
  const rest = total(list) - queue.length;
  return rest > 0 ? html`<p class="soft">${t("and {n} more", { n: rest })}</p>` : "";
};

function setAside(rows, before) {
  const count = (status) => rows.filter((row) => row.status === status).length;
  const words = { parked: count("parked"), missed: count("missed") };
  return html`<section>
    <h2 class="line-up"><span>${t("{parked} parked · {missed} missed", words)}</span></h2>
    <ul class="rows">${repeat(rows, (row) => row.id, (row, at) => aside(row, before + at))}</ul>
  </section>`;
}

const aside = (row, at) => html`<li><button class="row aside ${row.status}" data-row=${row.id} tabindex=${tab(at)}
  @click=${rowPressed(row)}>
  <span class="label">${row.label}</span>
  <span class="what">${row.status === "parked" ? t("Parked") : t("Missed · called {n}×", { n: row.calls })}
    ${row.noted ? html`<span class="noted">${t("has a note")}</span>` : ""}</span>
  <span class="do">${row.status === "parked" ? t("Call") : t("Reinstate")}</span>
  <span class="figure">${minutes(since(row.called_at ?? row.since))}</span>
</button></li>`;
