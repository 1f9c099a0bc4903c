// The first screen: what can be done here, who waits, and which services take no numbers now.

import { html } from "../vendor/lit-html/lit-html.js";
import { both } from "../js/both.js";
import { WHY_PAUSED } from "../js/pauses.js";
import { say } from "../js/words.js";
import { ELSEWHERE } from "./done.js";
import { columns, pages } from "./fit.js";
import { asks, bothNames, foot, header } from "./frame.js";
import { opening } from "./opening.js";
import { change, language, services, state } from "./state.js";
import { take } from "./take.js";
import { waitText } from "./wait.js";

export function servicesScreen() {
  const made = pages(state.picture.groups);
  const page = Math.min(state.page, made.length - 1);
  const headed = state.picture.groups.length > 1;
  return html`
    ${header()}
    <section class="choose">
      ${state.priority ? chosen() : question()}
      ${printerNote()}
      <div class="services" data-columns=${columns()}>
        ${made[page].map((part) => groupPart(part, headed))}
        ${made[0].length ? "" : html`<p class="empty">${both(language(), "There are no services here.")}</p>`}
      </div>
      ${made.length > 1 ? turning(page, made.length) : ""}
    </section>
    ${foot()}
  `;
}

/** What the digits pick. */
export const serviceChoices = () => services().map((service) => () => press(service));

function question() {
  return asks(html`<h2 class="question">${both(language(), "What do you need today?", {}, "beside")}</h2>`);
}

function chosen() {
  const lang = language();
  return html`<div class="banner good" role="status">
    <p>${both(lang, "Green channel: {reason}. Now choose what you need.", { reason: state.priority.name })}</p>
    <button class="button" @click=${() => change({ priority: null })}>${both(lang, "Cancel")}</button>
  </div>`;
}

function printerNote() {
  const { printer } = state.picture;
  if (printer?.state !== "blocked") return "";
  return html`<div class="banner" role="status">
    ${both(language(), printer.elsewhere ? ELSEWHERE
      : "No slips just now. Numbers are given as usual: note or photograph yours.", { printer: printer.elsewhere })}
  </div>`;
}

function groupPart({ group, rows }, headed) {
  return html`
    ${headed ? html`<h2 class="group">${bothNames(group.name, "beside")}</h2>` : ""}
    ${rows.map((row) => html`<div class="row">${row.map(card)}</div>`)}
  `;
}

function card(service) {
  const pressed = state.attempt?.body.service === service.code;
  return html`<button
    class="pressable service ${pressed ? "pressed" : ""}"
    data-code=${service.code}
    data-closed=${service.open ? "" : "closed"}
    @click=${() => press(service)}
  >
    <span class="name">${bothNames(service.name)}</span>
    ${service.open ? waiting(service) : shut(service)}
    <kbd class="figure" aria-hidden="true">${services().indexOf(service) + 1}</kbd>
  </button>`;
}

function waiting(service) {
  const lang = language();
  const wait = waitText(lang, service.estimate);
  return html`<span class="meta" lang=${lang}>
    <span>${service.waiting ? people(lang, service.waiting) : html`<b>${say(lang, "Nobody waiting")}</b>`}</span>
    ${wait ? html`<span class="wait">${wait}</span>` : ""}
  </span>`;
}

function people(lang, count) {
  const [before, after] = say(lang, "{people} waiting").split("{people}");
  return html`${before.trim()}<b class="figure">${count}</b>${after.trim()}`;
}

function shut(service) {
  const lang = language();
  const [state, more] = service.paused
    ? [say(lang, "Numbers paused"), say(lang, WHY_PAUSED[service.paused.reason])]
    : [say(lang, "No numbers now"), opening(lang, service.opens_at)];
  return html`<span class="meta shut" lang=${lang}><span>${state}</span><span>${more}</span></span>`;
}

function press(service) {
  if (service.open) take(service);
  else change({ service, step: "closed" });
}

function turning(page, count) {
  const lang = language();
  const to = (next) => () => change({ page: next });
  return html`<nav class="turning">
    <button class="button" ?disabled=${page === 0} @click=${to(page - 1)}>${both(lang, "Back")}</button>
    <p class="figure" aria-live="polite">${page + 1} / ${count}</p>
    <button class="button" ?disabled=${page === count - 1} @click=${to(page + 1)}>
      ${both(lang, "More services")}
    </button>
  </nav>`;
}
