// Which screen is drawn, and the parts that several of them share.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { both, twice } from "/static/js/both.js";
import { named, say as words } from "/static/js/words.js";
import { back, choose, submit, toggle } from "./choice.js";
import { face } from "./faces.js";
import { portrait } from "./portrait.js";
import { rest } from "./rest.js";
import { asking, phase, secondsLeft, state } from "./state.js";
import { GRADES, REASONS, SAID } from "./words.js";

const LANG = "zh-Hans";
const say = (message, values, shape) => both(LANG, message, values, shape);

/** The whole page. */
export function screen() {
  const drawers = { loading, gone, rest: () => rest(state), grades, reasons, sending, said };
  return html`<p class="visually-hidden" aria-live="assertive">${heard()}</p>
    <main tabindex="-1">${drawers[phase()]()}</main>
    ${state.cut && phase() !== "loading" ? html`<p class="cut" role="status">${cut()}</p>` : ""}`;
}

const cut = () => say("The server cannot be reached right now. Ratings go on when it is back.", {}, "beside");

/** What a screen reader says when it wakes: the eye sees a new page, the ear would hear nothing. */
function heard() {
  if (phase() === "grades") return html`${say("Please rate this service")} ${asking().label}`;
  return phase() === "reasons" ? say("What was it about?") : "";
}

const loading = () => html`<h1>${state.cut
  ? say("The server cannot be reached right now. This screen keeps trying.")
  : say("One moment, please …")}</h1>`;

const gone = () => html`<section class="word" role="status">
  <span class="mark" aria-hidden="true"></span>
  <h1>${say("The hall has no window “{code}”", document.getElementById("evaluator").dataset)}</h1>
  <p>${say("Administrator: check the set-up and the address of this page. It goes on by itself when the window is back.")}</p>
</section>`;

function head(title, clerk) {
  const { window } = state.picture;
  const facts = (lang) => [named(window.name, lang), number(clerk, lang), named(clerk?.title, lang)];
  const line = (lang) => facts(lang).filter(Boolean).join(" · ");
  return html`<header>
    ${portrait(clerk, window)}
    <div class="who">
      <p class="name">${clerk ? named(clerk.name, LANG) : named(window.name, LANG)}</p>
      <p class="facts">${clerk ? twice(LANG, line(LANG), line("en")) : ""}</p>
    </div>
    <h1>${title}</h1>
  </header>`;
}

function number(clerk, lang) {
  return clerk?.number ? words(lang, "No. {number}", { number: clerk.number }) : "";
}

function grades() {
  const { label, clerk, grades: offered } = asking();
  return html`${head(html`${say("Please rate this service")}<span class="label">${label}</span>`, clerk)}
    <ul class="grades">${offered.map(
      (score) => html`<li><button class="pressable grade" data-score=${score}
        @click=${(event) => choose(score, event.detail > 0)}>
        ${face(score)} ${say(GRADES[score])} <span class="figure key">${score}</span>
      </button></li>`,
    )}</ul>
    ${foot(say("Your rating is anonymous", {}, "beside"), "Back to rest in {n} s")}`;
}

const foot = (left, ends) => html`<footer>${left}
  <p>${say(ends, { n: secondsLeft() }, "beside")}</p></footer>`;

function reasons() {
  const { score, clerk, reasons: chosen } = state.choice;
  return html`${head(say("What was it about?"), clerk)}
    <div class="why">
      <button class="pressable chosen" @click=${back}>${face(score)} ${say(GRADES[score])}
        <span class="again">${say("Choose anew")}</span><span class="figure key">0</span></button>
      <ul class="reasons">${state.picture.reasons.map(
        (code, at) => html`<li><button class="pressable reason" aria-pressed=${chosen.has(code)}
          @click=${() => toggle(code)}><span class="figure key">${at + 1}</span>${say(REASONS[code])}
        </button></li>`,
      )}</ul>
    </div>
    <div class="send"><p>${say("Choose as many as you like, or none.")}</p>
      <button class="button primary" @click=${(event) => submit(event.detail > 0)}>${say("Send the rating")}
        <span class="key" aria-hidden="true">↵</span></button></div>
    ${foot(say("Your rating is anonymous", {}, "beside"), "Sent by itself in {n} s")}`;
}

function sending() {
  const late = state.choice.tried > 1;
  return html`<section class="word">${face(state.choice.score)}
    <h1>${late ? say("Your rating has not arrived yet. Trying again …") : say("Sending your rating …")}</h1>
  </section>`;
}

function said() {
  const { title, more, mark } = SAID[state.said.what];
  return html`<section class="word ${mark}" role="status">
    <span class="mark" aria-hidden="true"></span>
    <h1>${say(title)}</h1><p>${say(more)}</p>
  </section>`;
}
