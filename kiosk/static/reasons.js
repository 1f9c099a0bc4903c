// The green channel asks for its reason first, then for the service.

import { html } from "../vendor/lit-html/lit-html.js";
import { both } from "../js/both.js";
import { asks, bothNames, foot, header } from "./frame.js";
import { change, language, state } from "./state.js";

export function reasons() {
  const lang = language();
  return html`
    ${header()}
    <section class="choose">
      ${asks(html`<h2 class="question">${both(lang, "Which of these is true for you?", {}, "beside")}</h2>`)}
      <div class="reasons">
        ${state.picture.priorities.map((priority, at) => html`<button
          class="pressable reason" data-code=${priority.code} @click=${() => pick(priority)}>
          ${bothNames(priority.name)}
          <kbd class="figure" aria-hidden="true">${at + 1}</kbd>
        </button>`)}
      </div>
      <p class="note">${both(lang, "Please have your proof ready. Without one, our staff will help you.")}</p>
      <button class="button back" @click=${() => change({ step: "services" })}>
        ${both(lang, "Back to all services", {}, "beside")}
      </button>
    </section>
    ${foot()}
  `;
}

/** What the digits pick. */
export const reasonChoices = () =>
  state.picture.priorities.map((priority) => () => pick(priority));

const pick = (priority) => change({ priority, step: "services", page: 0 });
