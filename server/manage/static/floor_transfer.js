// A ticket goes to another queue or to one window; it keeps its arrival.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { ask, send, view } from "./floor_view.js";
import { name, t, word } from "./floor_words.js";

const LONGEST = 200; // characters of a note
const STATES = { open: "Free", away: "Away", closed: "Closed" };

/** Ask where a ticket, {id, label, service}, goes; `back` leads where it was asked from. */
export const askTransfer = (ticket, back) => ask({ kind: "transfer", ticket, back, missing: false });

/** The question's content. */
export function transfer(asked) {
  const { ticket, missing } = asked;
  const { queues, windows } = view.picture;
  return {
    title: html`${t("Move {label}", { label: ticket.label }, "beside")}`,
    body: html`<p>${t("It keeps its arrival time.")}</p>
      <fieldset><legend>${t("To a service", {}, "beside")}</legend><div class="choices">${queues.map((one, at) =>
        choice("service", one, at === 0, one.code === ticket.service ? word("back to its queue") : counted(one)))}</div></fieldset>
      <fieldset><legend>${t("To one window", {}, "beside")}</legend><div class="choices">${windows.map((one) =>
        choice("window", one, false, word(one.ticket ? "Busy" : STATES[one.status])))}</div></fieldset>
      <div class="field"><label for="note">${t("Note for the next clerk (may stay empty)", {}, "beside")}</label>
        <input class="input" id="note" name="note" maxlength=${LONGEST} autocomplete="off"></div>
      ${missing ? html`<p class="notice warning" role="alert">${t("Say where the ticket goes.")}</p>` : ""}`,
    yes: t("Move"),
    work: (form) => move(asked, form),
  };
}

const counted = ({ waiting }) => word("{n} waiting", { n: waiting });

const choice = (kind, one, first, hint) => html`<label class="check">
  <input type="radio" name="to" value="${kind}|${one.code}" ?autofocus=${first}>
  <span>${name(one.name)}<small class="soft">${hint}</small></span></label>`;

async function move(asked, form) {
  asked.missing = !form.get("to");
  if (asked.missing) return "";
  const [kind, code] = form.get("to").split("|");
  const note = form.get("note").trim();
  await send(`/api/tickets/${asked.ticket.id}/transfer`, { [kind]: code, ...(note ? { note } : {}) });
  asked.back?.();
  return word("{label} is moved.", { label: asked.ticket.label });
}
