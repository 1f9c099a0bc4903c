// Screens for when it does not go as usual: calm, and each says what to do next.

import { html } from "../vendor/lit-html/lit-html.js";
import { both } from "../js/both.js";
import { WHY_PAUSED } from "../js/pauses.js";
import { named, say } from "../js/words.js";
import { bothNames, header } from "./frame.js";
import { opening } from "./opening.js";
import { beginAnew, change, language, services, state } from "./state.js";

const REFUSALS = {
  numbers_used_up: ["Today's numbers for this service are used up",
    "Please come back another day, or ask at the help desk."],
  daily_limit: ["This service has given all its numbers for today",
    "Please come back another day, or ask at the help desk."],
  service_closed: ["This service gives no numbers now", "Nothing is lost: please choose again."],
  service_paused: ["This service gives no numbers for the moment", "Nothing is lost: please choose again."],
  hall_closed: ["The hall is closed now", "Please come back when it is open."],
  hall_paused: ["No numbers for the moment", "Numbers that were given keep their place."],
};
const OTHER = ["This could not be done", "Please ask at the help desk; our staff will help you."];

export const starting = () => plain("wait", "One moment …", "");

export const unreachable = () => plain("away", "The kiosk is offline for the moment",
  "It connects again by itself. Numbers that were given stay good. For a new one, ask our staff.");

/** The hall is closed: when it opens is the largest thing to read. */
export function hallClosed() {
  const lang = language();
  return html`${header()}<section class="calm" role="status">
    <h2>${both(lang, "The hall is closed now")}</h2>
    <p class="when">${twiceOpening(lang, state.picture.hall.opens_at)}</p>
  </section>`;
}

/** The whole hall pauses: why, and that nobody loses anything. */
export const hallPaused = () => html`${header()}<section class="calm" role="status">
  <h2>${both(language(), "No numbers for the moment")}</h2>
  ${pauseOf(state.picture.hall)}</section>`;

const pauseOf = ({ paused }) => html`<p class="when">${both(language(), WHY_PAUSED[paused.reason])}</p>
  <p>${both(language(), "Numbers that were given keep their place.")}</p>`;

/** A service that takes no numbers now was pressed. */
export function closed() {
  const lang = language();
  const service = services().find((one) => one.code === state.service.code) ?? state.service;
  if (service.paused) {
    return html`${header()}<section class="calm" role="status">
      <p class="about">${bothNames(service.name)}</p>
      <h2>${both(lang, "This service gives no numbers for the moment")}</h2>
      ${pauseOf(service)}
      ${button("Back to all services", () => change({ step: "services", service: null }))}
    </section>`;
  }
  return html`${header()}<section class="calm" role="status">
    <p class="about">${bothNames(service.name)}</p>
    <h2>${both(lang, "This service gives no numbers now")}</h2>
    <p class="when">${twiceOpening(lang, service.opens_at)}</p>
    ${materials(service)}
    ${button("Back to all services", () => change({ step: "services", service: null }))}
  </section>`;
}

/** The hall said no to a press. */
export function refused() {
  const [title, advice] = REFUSALS[state.refusal.code] ?? OTHER;
  return html`${header()}<section class="calm" role="alert">
    <p class="about">${bothNames(state.service.name)}</p>
    <h2>${both(language(), title)}</h2>
    <p>${both(language(), advice)}</p>
    ${button("Back to all services", beginAnew)}
  </section>`;
}

/** The number is on its way; when the line is broken, it keeps trying. */
export function asking() {
  if (!state.attempt?.troubled) return html`<p class="visually-hidden" role="status">…</p>`;
  return veil("The line is broken. Trying again …",
    "You will get one number, not two. Please stay a moment.", "Leave without a number", beginAnew,
    {}, "");
}

/** Nobody has touched the screen for a while. */
export function staying() {
  return veil("Are you still there?", "This screen begins anew in {seconds} seconds.",
    "I am still here", () => change(), { seconds: state.left });
}

function veil(title, text, word, act, values, kind = "primary") {
  const lang = language();
  return html`<div class="veil"><div class="card" role="alertdialog" aria-modal="true"
    aria-labelledby="veil-title"><h2 id="veil-title">${both(lang, title)}</h2>
    <p>${both(lang, text, values)}</p>${button(word, act, kind)}</div></div>`;
}

function plain(kind, title, text) {
  return html`${state.picture ? header() : ""}<section class="calm" role="status" data-kind=${kind}>
    <span class="mark" aria-hidden="true"></span>
    <h2>${both(language(), title)}</h2>${text ? html`<p>${both(language(), text)}</p>` : ""}
  </section>`;
}

const button = (word, act, kind = "primary") => html`<button class="button ${kind}" @click=${act}>
  ${both(language(), word, {}, "beside")}</button>`;

function twiceOpening(lang, at) {
  const second = lang === "en" ? "zh-Hans" : "en";
  return html`<span class="both"><span lang=${lang}>${opening(lang, at)}</span>
    <span lang=${second}>${opening(second, at)}</span></span>`;
}

/** What to bring, in one calm list. */
export function materials(service) {
  const lang = language();
  if (!service?.materials.length) return "";
  return html`<div class="materials" lang=${lang}><h2>${say(lang, "Please have ready")}</h2>
    <ul>${service.materials.map((one) => html`<li>${named(one, lang)}</li>`)}</ul></div>`;
}
