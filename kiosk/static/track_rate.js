// Rating after the service: once, freely, and with reasons only when something went wrong.

import { html, svg } from "../vendor/lit-html/lit-html.js";
import { say } from "../js/words.js";

const GRADES = {
  5: "Very satisfied", 4: "Satisfied", 3: "Fairly satisfied", 2: "Dissatisfied",
  1: "Very dissatisfied",
};
const MOUTHS = {
  5: "M7 14q5 6 10 0z", 4: "M7 14q5 5 10 0", 3: "M7.5 15.5h9", 2: "M7 17q5-4 10 0",
  1: "M7 18q5-6 10 0",
};
const REASONS = {
  slow: "It took too long", attitude: "The manner", unclear: "It was not explained well",
  repeated_trips: "I had to come again", environment: "The surroundings", other: "Something else",
};
const BAD = 2; // the highest grade that is asked for reasons

/** choice: {score, reasons: Set, sent, error}; act: {choose(score), reason(code), send()}. */
export function rating(lang, picture, choice, act) {
  return html`<section class="rate">
    <h2 lang=${lang}>${say(lang, "How was this service?")}</h2>
    <div class="grades" role="radiogroup" aria-label=${say(lang, "How was this service?")}>
      ${[5, 4, 3, 2, 1].map((score) => grade(lang, score, choice, act))}
    </div>
    ${choice.score && choice.score <= BAD ? reasons(lang, picture, choice, act) : ""}
    ${choice.error ? html`<p class="notice warning" role="alert" lang=${lang}>${choice.error}</p>` : ""}
    <button class="button primary wide" ?disabled=${!choice.score || choice.sent} @click=${act.send}>
      <span lang=${lang}>${say(lang, "Send my rating")}</span>
    </button>
    <p class="soft small" lang=${lang}>${say(lang, "The clerk does not learn who rated.")}</p>
  </section>`;
}

function grade(lang, score, choice, act) {
  return html`<button class="pressable grade" role="radio" data-grade=${score}
    aria-checked=${choice.score === score} @click=${() => act.choose(score)}>
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="10.5"></circle>
      <circle class="eye" cx="8.5" cy="9.5" r="1.3"></circle>
      <circle class="eye" cx="15.5" cy="9.5" r="1.3"></circle>
      ${svg`<path d=${MOUTHS[score]}></path>`}
    </svg>
    <span lang=${lang}>${say(lang, GRADES[score])}</span>
  </button>`;
}

function reasons(lang, picture, choice, act) {
  return html`<fieldset class="reasons">
    <legend lang=${lang}>${say(lang, "What was wrong? (as many as fit)")}</legend>
    ${picture.reasons.map((code) => html`<label class="check">
      <input type="checkbox" .checked=${choice.reasons.has(code)} @change=${() => act.reason(code)}>
      <span lang=${lang}>${say(lang, REASONS[code] ?? "Something else")}</span>
    </label>`)}
  </fieldset>`;
}

/** After the rating: what was said, and thanks. */
export function thanks(lang, score) {
  return html`<section class="rate said" role="status">
    <h2 lang=${lang}>${say(lang, "Thank you for your rating")}</h2>
    <p lang=${lang}>${say(lang, GRADES[score])}</p>
  </section>`;
}
