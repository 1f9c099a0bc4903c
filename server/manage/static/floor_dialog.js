// The one dialog of the floor: a frame around whatever is asked.

import { html, nothing } from "/static/vendor/lit-html/lit-html.js";
import { keyed } from "/static/vendor/lit-html/directives/keyed.js";
import { broadcast } from "./floor_broadcast.js";
import { pausing } from "./floor_pause.js";
import { queue } from "./floor_queue.js";
import { transfer } from "./floor_transfer.js";
import { act, drop, view } from "./floor_view.js";
import { services } from "./floor_window.js";
import { t } from "./floor_words.js";

const KINDS = { broadcast, pausing, queue, services, transfer };

/** The open dialog, or nothing. A kind gives {title, body, yes, work, more}; without `work` it only shows. */
export function dialog() {
  const { asked } = view;
  if (!asked) return nothing;
  const { title, body, yes, work, more = "" } = KINDS[asked.kind](asked);
  const send = (event) => {
    event.preventDefault();
    if (work) act(() => work(new FormData(event.target), event.target));
  };
  return keyed(asked, html`<dialog class="ask" data-kind=${asked.kind} aria-labelledby="asked" @close=${drop}>
    <form novalidate @submit=${send}>
      <h2 id="asked">${title}</h2>
      ${body}
      ${asked.error ? html`<p class="notice warning" role="alert">${asked.error}</p>` : ""}
      <div class="actions">
        ${yes ? html`<button class="button primary" aria-disabled=${view.busy}>${yes}</button>` : ""} ${more}
        <button class="button" type="button" @click=${drop}>${t(yes ? "Leave it" : "Close this")}</button>
      </div>
    </form>
  </dialog>`);
}

/** After drawing: a dialog in the page is a dialog in front. */
export function front(root) {
  const box = root.querySelector("dialog:not([open])");
  box?.showModal();
}
