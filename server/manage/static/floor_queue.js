// One queue looked at closely, and what can be done with it.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { askPause, resume } from "./floor_pause.js";
import { ask, view } from "./floor_view.js";
import { name, t } from "./floor_words.js";

/** Look at the queue of a service. */
export const askQueue = (code) => ask({ kind: "queue", code });

/** What is shown: how it stands, and the way to its pause. */
export function queue({ code }) {
  const one = view.picture.queues.find((each) => each.code === code);
  return { title: name(one?.name ?? {}, "beside"), body: one ? html`${rest(one)}` : "" };
}

const rest = (one) => html`<p>${one.paused
  ? html`<button class="button" type="button" @click=${() => resume(one.code)}>${t("Resume", {}, "beside")}</button>`
  : html`<button class="button" type="button" @click=${() => askPause(one)}>${t("Pause this service", {}, "beside")}</button>`}</p>`;
