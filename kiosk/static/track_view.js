// How a ticket looks on a phone in each part of its life.

import { html } from "../vendor/lit-html/lit-html.js";
import { day, time } from "../js/clock.js";
import { named, say } from "../js/words.js";
import { waiting } from "./track_line.js";
import { rating, thanks } from "./track_rate.js";
import { story } from "./track_story.js";

const TEXTS = {
  parked: ["Set aside for a while", "The window will call you again. Please stay near."],
  missed: ["You were called, but nobody came",
    "Please go to the help desk soon: our staff can put you back in the line."],
  cancelled: ["This number is given up", "If you still need the service, please take a new number."],
  finished: ["Service ended", ""],
};

/** state: {picture, lang, fresh, choice, bell}; act: {arm, hush, cancel, choose, reason, send}. */
export function ticket(state, act) {
  const { picture, lang } = state;
  return html`
    ${top(state)}
    <h1 class="label number ${picture.status}" data-length=${Math.min(picture.label.length, 9)}>${picture.label}</h1>
    <p class="what" lang=${lang}>${named(picture.service_name, lang)}${where(lang, picture)}</p>
    ${picture.priority_name ? html`<p class="badge good" lang=${lang}>${named(picture.priority_name, lang)}</p>` : ""}
    ${body(state, act)}
    ${story(lang, picture)}
  `;
}

export function top({ picture, lang, fresh }) {
  return html`<header class="top">
    <p lang=${lang}>${named(picture?.hall.name, lang)}</p>
    <p class="live ${fresh ? "" : "stale"}" role="status" lang=${lang}>
      ${say(lang, fresh ? "Live" : "Not up to date")}</p>
  </header>`;
}

function where(lang, picture) {
  const windows = picture.status === "waiting" && named(picture.windows, lang);
  return windows ? ` · ${windows}` : "";
}

function body(state, act) {
  const { picture, lang } = state;
  if (picture.old && !["finished", "cancelled"].includes(picture.status)) {
    const values = { day: day(lang, picture.issued_at) };
    return calm(lang, "This number is from another day",
      "It was good on {day}. Please take a new number at a kiosk.", values);
  }
  if (picture.status === "waiting") return waiting(state, act, giveUp(lang, act));
  if (picture.status === "called") return called(state, act);
  if (picture.status === "serving") {
    return calm(lang, "You are being served at {window}", "", { window: named(picture.window_name, lang) });
  }
  const rates = picture.may_rate && rating(lang, picture, state.choice, act);
  const thanked = picture.score ? thanks(lang, picture.score) : "";
  return html`${calm(lang, ...TEXTS[picture.status])}${rates || thanked}${
    picture.may_cancel ? giveUp(lang, act) : ""}`;
}

function called({ picture, lang, ringing }, act) {
  return html`<section class="call" role="alert">
    <p lang=${lang}>${say(lang, "It is your turn. Please go to")}</p>
    <p class="to" lang=${lang}>${named(picture.window_name, lang)}</p>
    <p class="soft" lang=${lang}>${say(lang, "Called at {time}", { time: time(picture.called_at) })}</p>
  </section>
  <div class="acts">
    ${ringing ? html`<button class="button primary wide" @click=${act.hush}>
      <span lang=${lang}>${say(lang, "I am coming")}</span></button>` : ""}
    ${giveUp(lang, act)}
  </div>`;
}

const giveUp = (lang, act) => html`<button class="button wide" @click=${act.cancel}>
  <span lang=${lang}>${say(lang, "Give up this number")}</span></button>`;

/** A state in one sentence, and what to do; `alone` when there is no number above it. */
export function calm(lang, title, text, values, alone = false) {
  const heading = say(lang, title, values);
  return html`<section class="calm" role="status">
    ${alone ? html`<h1 lang=${lang}>${heading}</h1>` : html`<h2 lang=${lang}>${heading}</h2>`}
    ${text ? html`<p lang=${lang}>${say(lang, text, values)}</p>` : ""}</section>`;
}
