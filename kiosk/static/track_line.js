// A ticket that waits: how many are ahead, how long it may take, and why that changed.

import { html } from "../vendor/lit-html/lit-html.js";
import { WHY_PAUSED } from "../js/pauses.js";
import { say } from "../js/words.js";
import { overtaken } from "./track_story.js";
import { figures } from "./wait.js";

const MOST_PILLS = 8;

/** state and act as for a ticket; `giveUp`: the button that ends it. */
export function waiting(state, act, giveUp) {
  const { picture, lang } = state;
  return html`<section class="place" data-near=${picture.ahead === 0 ? "yes" : "no"}>
      <div class="facts">
        <p><span lang=${lang}>${say(lang, "People ahead")}</span>
          <b class="figure" aria-live="polite">${picture.ahead}</b></p>
        ${picture.estimate ? html`<p class="about"><span lang=${lang}>${say(lang, "About")}</span>
          <b class="figure">${figures(picture.estimate)}<small lang=${lang}>${say(lang, "minutes")}</small></b></p>` : ""}
      </div>
      <div class="pills" aria-hidden="true">${pills(picture.ahead)}</div>
    </section>
    <div class="told">
      ${picture.paused ? paused(lang, picture.paused) : ""}
      ${picture.ahead === 0 && !picture.paused ? html`<p lang=${lang}><b>${say(lang, "Nobody is ahead of you. Please come to the windows.")}</b></p>` : ""}
      ${overtaken(lang, picture)}
      ${picture.story.at(-1)?.kind === "transferred" ? html`<p lang=${lang}>${say(lang, "You were passed on to this service; your arrival time still counts.")}</p>` : ""}
      <p lang=${lang}>${say(lang, TOLD[state.bell])}</p>
    </div>
    <div class="acts">
      ${state.bell === "off" ? html`<button class="button primary wide" @click=${act.arm}>
        <span lang=${lang}>${say(lang, "Tell me when I am called")}</span></button>` : ""}
      ${giveUp}
    </div>`;
}

const TOLD = {
  off: "You can be told by sound and vibration when you are called.",
  on: "You will be told by sound. Please keep this page open: a locked phone may stay silent.",
  mute: "This phone cannot sound here. Please watch the boards in the hall.",
};

const paused = (lang, { reason }) => html`<p lang=${lang}><b>${say(lang,
  "Calling is paused ({reason}). Your place and your waiting are kept.",
  { reason: say(lang, WHY_PAUSED[reason]) })}</b></p>`;

/** A row of people: those ahead, and you at its end. */
function pills(ahead) {
  const shown = Math.min(ahead + 1, MOST_PILLS);
  return Array.from({ length: shown }, (_, at) =>
    html`<i class="${at === shown - 1 ? "you" : ahead >= MOST_PILLS && at === 0 ? "more" : ""}"></i>`);
}
