// The one dialog: a note, a destination, a reason, or a plain question.

import { html, nothing } from "/static/vendor/lit-html/lit-html.js";
import { drop } from "./ask.js";
import { destinations } from "./destinations.js";
import { AWAY_REASONS, t } from "./text.js";
import { view } from "./view.js";

const LONGEST = 200; // characters of a note
const NOTES = ["Gone to copy", "Gone to pay", "Fetching a document", "On the phone"];

/** The open dialog's markup, or nothing. */
export function dialog() {
  const asked = view.dialog;
  if (!asked) return nothing;
  const parts = { park, transfer, away, confirm }[asked.kind](asked);
  return html`<dialog class="ask ${asked.kind}" aria-labelledby="asked" @cancel=${drop} @close=${drop}>
    <form novalidate @submit=${(event) => submitted(event, asked)}>
      ${parts}
      ${asked.error ? html`<p class="notice warning" role="alert">${asked.error}</p>` : ""}
      <div class="actions">
        ${asked.kind === "away" ? "" : html`<button class="button primary">${asked.yes ?? t("Confirm")} <kbd>Enter</kbd></button>`}
        <button class="button" type="button" @click=${drop}>${t("Back")} <kbd>Esc</kbd></button>
      </div>
    </form>
  </dialog>`;
}

/** After drawing: a dialog in the page is a dialog in front. */
export function shown() {
  const box = document.querySelector("dialog");
  if (box && !box.open) box.showModal();
}

function submitted(event, asked) {
  event.preventDefault();
  const said = new FormData(event.target);
  const note = (said.get("note") ?? "").trim();
  if (asked.kind === "park") asked.send(note);
  if (asked.kind === "confirm") asked.send();
  if (asked.kind === "transfer") sendTo(said.get("to"), note, asked, event.target);
}

function sendTo(to, note, asked, form) {
  if (!to) {
    form.querySelector("[name=to]").focus();
    form.querySelector(".missing").textContent = t("Say where the ticket goes.");
    return;
  }
  const [kind, code] = to.split("|");
  asked.send({ [kind]: code }, note);
}

const heading = (text) => html`<h2 id="asked">${text}</h2>`;

const note = (label, first) => html`<div class="field">
  <label for="note">${label}</label>
  <input class="input" id="note" name="note" maxlength=${LONGEST} autocomplete="off" ?autofocus=${first}>
</div>`;

const park = (asked) => html`${heading(t("Park {label}", { label: asked.label }))}
  ${note(t("Note for whoever calls it again (may stay empty)"), true)}
  <div class="chips">${NOTES.map(
    (text) => html`<button type="button" class="chip" @click=${fill}>${t(text)}</button>`,
  )}</div>`;

function fill(event) {
  const field = event.target.form.elements.note;
  field.value = event.target.textContent;
  field.focus();
}

const transfer = (asked) => html`${heading(t("Transfer {label}", { label: asked.label }))}
  ${destinations(view.picture, asked)}
  <p class="missing" role="alert"></p>
  ${note(t("Note for the next clerk"), false)}`;

const away = (asked) => html`${heading(t("Why are you away?"))}
  <div class="reasons">${Object.entries(AWAY_REASONS).map(
    ([code, text], at) => html`<button type="button" class="button" data-key=${at + 1}
      ?autofocus=${at === 0} @click=${() => asked.send(code)}><kbd>${at + 1}</kbd> ${t(text)}</button>`,
  )}</div>`;

const confirm = (asked) => html`${heading(asked.title)}<p>${asked.text}</p>`;
