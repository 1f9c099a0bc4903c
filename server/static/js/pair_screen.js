// How the pairing screen looks: one code, large, and one sentence that says what to do.

import { html } from "../vendor/lit-html/lit-html.js";
import { both } from "./both.js";
import { now, running } from "./clock.js";
import { meta } from "./keys.js";

const ROLES = { kiosk: "Kiosk", board: "Board", evaluator: "Evaluator" };
const LINES = {
  asking: "Asking the server for a code …",
  waiting: "Administrator: open Devices and accept this code.",
  forbidden: "Not accepted from here. Administrator: open Devices and accept this code.",
  accepted: "Accepted. Opening …",
  refused: "An administrator refused this code.",
  unknown: "The hall has no such place. Check the address of this page.",
  busy: "Too many screens ask at once. This screen keeps trying.",
  unreachable: "The server cannot be reached. This screen keeps trying.",
};

/** view: {role, place, why, state, offer: {code, expires_at} or null}; actions: {accept, again}. */
export function screen(view, actions) {
  const lang = document.documentElement.lang || "zh-Hans";
  const time = { time: running(left(view.offer)) };
  return html`
    <p class="pairing-device">
      ${both(lang, ROLES[view.role] ?? view.role, {}, "beside")}
      <span class="figure">${view.place}</span>
    </p>
    <h1>${both(lang, view.why ?? "This screen is not paired yet")}</h1>
    <p class="label pairing-code">${code(view.offer)}</p>
    <p class="pairing-line" role="status" data-state=${view.state}>
      ${both(lang, LINES[view.state])}
    </p>
    <div class="pairing-foot">
      ${button(lang, view, actions)}
      ${view.offer ? both(lang, "A new code follows in {time}", time, "beside") : ""}
    </div>
  `;
}

const left = (offer) => Math.max(0, (Date.parse(offer?.expires_at) - now()) / 1000) || 0;

function code(offer) {
  const groups = offer ? [offer.code.slice(0, 3), offer.code.slice(3)] : ["···", "···"];
  return groups.map((group) => html`<span>${group}</span>`);
}

function button(lang, view, { accept, again }) {
  if (view.state === "refused") {
    return html`<button class="button" @click=${again}>${both(lang, "Show another code")}</button>`;
  }
  if (!view.offer || !meta("csrf") || meta("may-accept") !== "1") return "";
  return html`<button class="button primary" @click=${accept}>
    ${both(lang, "Accept on this screen")}
  </button>`;
}
