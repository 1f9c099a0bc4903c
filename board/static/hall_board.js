// Main and zone boards: the call of the moment, who else is awaited, who was called, who waits.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { keyed } from "../vendor/lit-html/directives/keyed.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { say } from "../js/words.js";
import { band } from "./band.js";
import { foot } from "./foot.js";
import { awaited, ordered } from "./keeper.js";
import { arrow, head, lead, opensAgain, place, placeName, two } from "./parts.js";
import { waiting } from "./waiting.js";

const CARDS = 4;
const CROWDED = 6; // cards when more people than CARDS are awaited beside the first
const RECENT = 5; // a landscape screen has room for three of them

/** The whole board from a picture; view: {arriving, state, silent(), sound}. */
export function hallBoard(picture, view) {
  const [first, ...others] = ordered(picture.calls);
  const cards = others.filter(awaited).length > CARDS ? CROWDED : CARDS;
  const recent = others.slice(cards, cards + RECENT);
  return html`<div class="board" data-state=${view.state} data-shift=${new Date().getMinutes() % 4}>
    ${head(picture)}
    <main class="calls ${others.length ? "" : "alone"}">
      <div role="status">${hero(first, picture.hall, view)}</div>
      ${others.length ? html`<ul class="cards" data-rows=${cards / 2}>
        ${repeat(others.slice(0, cards), key, card)}
      </ul>` : nothing}
    </main>
    <aside class="side">
      ${recent.length ? recently(recent) : nothing} ${waiting(picture.waiting)}
    </aside>
    ${band(picture)} ${foot(picture, view)}
  </div>`;
}

const key = (call) => call.seq;

function hero(call, hall, view) {
  if (!hall.open && !call?.here) return resting(two("The hall is closed"), opensAgain(hall));
  if (!call) return resting(two(hall.paused ? "Please wait a little" : "Please wait for your number"));
  return keyed(call.seq, awaited(call) ? lamp(call, view) : rested(call));
}

const resting = (words, more) => html`<section class="hero resting">
  <h2>${words}</h2>${more ? html`<p>${more}</p>` : nothing}
</section>`;

function lamp(call, view) {
  const arriving = view.arriving === call.seq ? "arriving" : "";
  return html`<section class="hero lamp ${arriving}" data-lit=${call.seq} data-wide=${wide(call)}
    data-length=${call.label.length}>
    ${numbers(call, "Now calling", "Please go to")}
  </section>`;
}

function rested(call) {
  const caption = call.here ? "Now serving" : "Called last";
  return html`<section class="hero rested" data-wide=${wide(call)}
    data-length=${call.label.length}>
    ${numbers(call, caption, "At window")}
  </section>`;
}

const numbers = (call, first, second) => html`
  <h2 class="hero-word">${two(first, {}, "beside")}</h2>
  <p class="hero-word to">${two(second, {}, "beside")}</p>
  <p class="label hero-label">${call.label}</p>
  ${arrow}
  <p class="hero-place">${placeName(call.window_name)}</p>
`;

/** How much room label and window need, in digits: 5 for A017 to window 3; M and W are broad. */
function wide({ label, window_name: names }) {
  const { before, figure, after } = place(names);
  const broad = label.replace(/[^MW]/g, "").length * 0.4 + (before && after ? 1 : 0);
  return Math.ceil(label.length + broad + (figure.length || 4));
}

const card = (call) => html`<li class="card-call" data-wide=${wide(call)}
  data-lit=${awaited(call) ? call.seq : nothing}>
  <p class="label">${call.label}</p>
  <p class="card-place">${window(call)}</p>
</li>`;

function window({ window_name: names, status }) {
  const { before, figure, after } = place(names);
  const missed = status === "missed" ? html`<em class="word missed">${say(lead(), "Missed")}</em>` : null;
  if (!figure) return html`${missed}<span class="named">${before}</span>`;
  const word = before + after.replace(/^[号號]/, "");
  return html`${missed ?? html`<span class="word">${word}</span>`}<span class="label">${figure}</span>`;
}

const recently = (calls) => html`<section class="recent">
  <h2>${two("Called before", {}, "beside")}</h2>
  <ul>${repeat(calls, key, card)}</ul>
</section>`;
