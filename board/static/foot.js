// The foot of a board: notices in turn, how fresh the picture is, and a plain word when it is not.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { keyed } from "../vendor/lit-html/directives/keyed.js";
import { now, timeWithSeconds } from "../js/clock.js";
import { named } from "../js/words.js";
import { holding } from "./notices.js";
import { two, twoNames } from "./parts.js";

const NOTICE_STAYS = 12_000; // ms

/** A line of notices, how fresh the board is, and the tap that some browsers want before sound. */
export function foot(picture, view) {
  if (view.state === "stale") return html`<footer class="foot stale">${stale(view)}</footer>`;
  return html`<footer class="foot">
    ${notice(picture)} ${tap(view)}
    <p class="alive"><span class="dot" aria-hidden="true"></span>${two("Live", {}, "beside")}
      <span class="figure">${timeWithSeconds()}</span></p>
  </footer>`;
}

/** Says plainly that nothing was heard for a while, since when, and what to do. */
export function stale(view) {
  const seconds = Math.floor(view.silent());
  const at = timeWithSeconds(now() - seconds * 1000);
  return html`<p class="stale-line" role="alert">
    <span aria-hidden="true">!</span>
    ${two("This picture stopped {seconds} s ago, at {at}. Please listen for the windows.", {
      seconds, at,
    })}
  </p>`;
}

export function tap(view) {
  if (view.sound?.state() !== "locked") return nothing;
  return html`<button class="button tap" @click=${view.sound.enable}>
    ${two("Tap to enable sound", {}, "beside")}
  </button>`;
}

const names = (parts) => (lang) =>
  parts.map((each) => named(each.name, lang)).join(lang === "en" ? ", " : "、");

/** What pauses beside the whole hall, and windows whose clerk is away: before the hall's own notices. */
function resting({ hall, windows, waiting }) {
  const services = names(waiting.filter((each) => each.paused && !hall.paused));
  const places = names(windows.filter((each) => each.status === "away"));
  return [
    ["No numbers for now: {services}", (lang) => ({ services: services(lang) }), services("en")],
    ["Service paused: {windows}", (lang) => ({ windows: places(lang) }), places("en")],
  ].filter(([, , some]) => some).map(([message, values]) => two(message, values));
}

function notice(picture) {
  const lines = [...resting(picture), ...holding(picture.notices).map((each) => twoNames(each))];
  if (!lines.length) return html`<p class="notice-line"></p>`;
  const turn = Math.floor(now() / NOTICE_STAYS) % lines.length;
  const line = html`<p class="notice-line">${lines[turn]}</p>`;
  return html`<p class="notice-word">${two("Notice")}</p>${keyed(turn, line)}`;
}
