// One queue looked at closely: who waits, in the order of their calls, and what can be done with it.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { repeat } from "/static/vendor/lit-html/directives/repeat.js";
import { get } from "/static/js/api.js";
import { minutes, since } from "/static/js/clock.js";
import { askPause, resume } from "./floor_pause.js";
import { askTransfer } from "./floor_transfer.js";
import { ask, view } from "./floor_view.js";
import { name, t, word } from "./floor_words.js";

/** Look into the queue of a service; it follows the hall while it is open. */
export function askQueue(code) {
  const asked = { kind: "queue", code, found: null };
  asked.reread = async () => {
    asked.found = await get(`/api/services/${code}/queue`, { retries: 0, timeout: 5000 }).catch((error) => {
      if (error.status !== 404) throw error;
      return null; // the set-up no longer has it; the floor's picture says so
    });
    if (view.asked === asked) ask(asked);
  };
  ask(asked);
  asked.reread().catch((error) => console.warn("the queue could not be read", error));
}

/** Who waits, and the way to the service's pause. */
export function queue({ code, found }) {
  const one = view.picture.queues.find((each) => each.code === code);
  if (!one) return { title: t("This service is gone."), body: "" };
  return {
    title: name(one.name, "beside"),
    body: found ? line(found) : html`<p class="soft">${t("Reading the queue …")}</p>`,
    more: one.paused
      ? html`<button class="button" type="button" @click=${() => resume(code)}>${t("Resume")}</button>`
      : html`<button class="button" type="button" @click=${() => askPause(one)}>${t("Pause this service")}</button>`,
  };
}

function line({ waiting, more, code }) {
  if (!waiting.length) return html`<p class="soft">${t("Nobody waits here.")}</p>`;
  return html`<ol class="line">${repeat(waiting, (one) => one.id, (one) => row(one, code))}</ol>
    ${more ? html`<p class="soft">${t("and {n} more", { n: more })}</p>` : ""}`;
}

const row = (one, code) => html`<li>
  <span class="label">${one.label}</span>
  <span class="figure">${minutes(since(one.since))}</span>
  <span class="why">${one.priority_name ? html`<span class="badge good">${one.priority_name["zh-Hans"]}</span>
    <small class="soft">${word("counts as {n}′", { n: Math.floor(one.counts_as_minutes) })}</small>` : ""}
    ${one.bound_name ? html`<small>${word("for {window} alone", { window: one.bound_name["zh-Hans"] })}</small>` : ""}</span>
  <button class="button plain" type="button" @click=${() => askTransfer({ ...one, service: code }, () => askQueue(code))}>${word("Move")}<span
    class="visually-hidden"> ${one.label}</span></button>
</li>`;
