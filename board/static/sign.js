// The sign over one window: its number, who serves there, and whose turn it is.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { keyed } from "../vendor/lit-html/directives/keyed.js";
import { WHY_PAUSED } from "../js/pauses.js";
import { named } from "../js/words.js";
import { band } from "./band.js";
import { stale, tap } from "./foot.js";
import { awaited } from "./keeper.js";
import { lead, opensAgain, placeName, two, twoTexts } from "./parts.js";

const AWAY = {
  break: "Back in a moment",
  meeting: "In a meeting",
  copying: "Copying documents",
  meal: "On a meal break",
};

/** The whole sign from a picture of a board of kind "window". */
export function sign(picture, view) {
  const [place] = picture.windows;
  const call = picture.calls.find((each) => each.here);
  return html`<div class="sign" data-state=${view.state} data-shift=${new Date().getMinutes() % 4}>
    <header class="sign-head">
      <h1>${placeName(place.name)}</h1>
      <div class="sign-who">
        ${place.status === "closed" ? nothing : clerk(place.clerk)}
        <p class="sign-services">${place.services.map(service)}</p>
      </div>
    </header>
    <main><div role="status">${turn(call, place, picture.hall, view)}</div></main>
    ${band(picture)} ${foot(view)}
  </div>`;
}

const service = (name) => html`<span>${named(name, lead())}</span>`;

function turn(call, place, hall, view) {
  if (call && awaited(call)) {
    const arriving = view.arriving === call.seq ? "arriving" : "";
    return keyed(call.seq, html`<section class="turn lamp ${arriving}" data-lit=${call.seq}>
      ${number(call, "Please come to this window")}
    </section>`);
  }
  if (place.status === "away") return state("away", "Service paused", AWAY[place.reason]);
  if (call) return html`<section class="turn serving">${number(call, "Now serving")}</section>`;
  if (hall.open && place.paused) return state("away", "Service paused", WHY_PAUSED[place.paused.reason]);
  if (place.status === "open") return state("ready", "Please wait for your number");
  return hall.open ? state("closed", "Window closed", "Please go to another window") : shut(hall);
}

const number = (call, words) => html`
  <h2>${two(words, {}, "beside")}</h2>
  <p class="label turn-label" data-length=${call.label.length}>${call.label}</p>
`;

const state = (kind, words, more) => html`<section class="turn ${kind}">
  <h2>${two(words)}</h2>
  ${more ? html`<p>${two(more)}</p>` : nothing}
</section>`;

const shut = (hall) => html`<section class="turn closed">
  <h2>${two("The hall is closed")}</h2><p>${opensAgain(hall) || nothing}</p>
</section>`;

function clerk(person) {
  if (!person) return nothing;
  const who = (lang) => [named(person.title, lang), named(person.name, lang)].filter(Boolean).join(" ");
  return html`<div class="sign-clerk">${twoTexts(who)}<span class="label">${person.number}</span></div>`;
}

function foot(view) {
  if (view.state === "stale") return html`<footer class="foot stale">${stale(view)}</footer>`;
  return view.sound?.state() === "locked" ? html`<footer class="foot">${tap(view)}</footer>` : nothing;
}
