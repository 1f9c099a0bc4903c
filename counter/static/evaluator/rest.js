// At rest: whose window this is, and a calm welcome.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { both, twice } from "/static/js/both.js";
import { time } from "/static/js/clock.js";
import { named, say } from "/static/js/words.js";
import { portrait } from "./portrait.js";

const LANG = "zh-Hans";
const STATES = {
  open: { word: "At your service", line: "Welcome. When you are done, you may rate the service here." },
  away: { word: "Service paused", line: "The clerk is away for a moment. Please wait here or at the seats." },
  closed: { word: "This window is closed", line: "Please go where your slip and the board send you." },
};

/** The resting page of a window's evaluator. */
export function rest({ picture }) {
  const { window, hall } = picture;
  const clerk = window.status === "closed" ? null : picture.clerk;
  const { word, line } = STATES[window.status];
  return html`<div class="rest-body ${window.status}">
    <div class="person">${portrait(clerk, window)} ${clerk ? facts(clerk) : ""}</div>
    <div class="place">
      <h1>${twice(LANG, named(window.name, LANG), named(window.name, "en"))}</h1>
      <p class="state">${both(LANG, word)}</p>
      <p class="line">${both(LANG, line)}</p>
    </div>
  </div>
  <footer><p>${twice(LANG, named(hall.name, LANG), named(hall.name, "en"), "beside")}</p>
    <p class="figure">${time()}</p></footer>`;
}

function facts(clerk) {
  const title = clerk.title ? html`<p>${twice(LANG, named(clerk.title, LANG), named(clerk.title, "en"))}</p>` : "";
  return html`<p class="name">${twice(LANG, named(clerk.name, LANG), named(clerk.name, "en"))}</p>
    ${title}
    ${clerk.number ? html`<p class="number">${say(LANG, "No. {number}", { number: clerk.number })}</p>` : ""}`;
}
