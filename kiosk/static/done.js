// The number, at once and large, whatever the printer does.

import { html } from "../vendor/lit-html/lit-html.js";
import { both, twice } from "../js/both.js";
import { named, other, say } from "../js/words.js";
import { materials } from "./calm.js";
import { beginAnew, language, state } from "./state.js";
import { figures } from "./wait.js";

export const ELSEWHERE = "Please take your slip at {printer}.";
const PAPER = {
  none: ["", "This kiosk gives no slips: please note or photograph your number."],
  coming: ["", "Your slip is being printed …"],
  done: ["good", "Please take your slip."],
  elsewhere: ["good", ELSEWHERE],
  changing: ["warning",
    "Paper is being changed. Your number is safe: please note or photograph it."],
  late: ["warning",
    "The printer needs a hand. Your number is safe: please note or photograph it."],
};

export function done() {
  const { ticket, service } = state;
  const lang = language();
  return html`<section class="done" data-estimate=${ticket.estimate ? "yes" : "no"}>
    <div class="slip"><div class="sheet">
      <h1 class="yours">${both(lang, "Your number")}</h1>
      <p class="label number" data-length=${Math.min(ticket.label.length, 9)} role="status">${ticket.label}</p>
      <p class="what">${whatAndWhere(lang, service)}</p>
      ${state.priority ? html`<p class="badge good">${say(lang, "Green channel: {reason}",
        { reason: state.priority.name })}</p>` : ""}
      <div class="facts">${ahead(lang, ticket)}${wait(lang, ticket)}</div>
    </div></div>
    <div class="after">
      <div class="card follow">
        <img class="qr" src="${new URL(ticket.track_url).pathname}/qr" alt=${say(lang, "QR code of your ticket")}>
        <div>
          <h2>${both(lang, "Follow your turn on your phone")}</h2>
          <p lang=${lang}>${say(lang, "Scan to see your place and to be told when you are called.")}</p>
        </div>
      </div>
      ${materials(service)}
      ${paper(lang)}
      <button class="button primary finish" @click=${beginAnew}>
        ${both(lang, "Done", {}, "beside")}<span class="figure">${state.left ?? ""}</span>
      </button>
    </div>
  </section>`;
}

function whatAndWhere(lang, service) {
  const where = (tag) => {
    const windows = named(service.windows, tag);
    return windows ? `${named(service.name, tag)} · ${windows}` : named(service.name, tag);
  };
  return twice(lang, where(lang), where(other(lang)));
}

function ahead(lang, ticket) {
  if (ticket.ahead === 0) {
    return html`<p class="fact next">${both(lang, "Nobody is ahead of you")}</p>`;
  }
  return html`<p class="fact"><span lang=${lang}>${say(lang, "People ahead")}</span>
    <b class="figure">${ticket.ahead}</b>
    <span class="soft" lang=${other(lang)}>${say(other(lang), "People ahead")}</span></p>`;
}

function wait(lang, { estimate }) {
  if (!estimate) return "";
  return html`<p class="fact"><span lang=${lang}>${say(lang, "Minutes to wait, about")}</span>
    <b class="figure">${figures(estimate)}</b>
    <span class="soft" lang=${other(lang)}>${say(other(lang), "Minutes to wait, about")}</span></p>`;
}

function paper(lang) {
  const [kind, text] = PAPER[paperState()];
  return html`<p class="notice paper ${kind}" role="status">${both(lang, text, { printer: state.paperAt })}</p>`;
}

function paperState() {
  const printer = state.picture?.printer;
  if (!state.paper || printer?.driver === "screen") return "none";
  if (state.paperAt && state.paper !== "unknown") return "elsewhere";
  if (state.paper === "done") return "done";
  if (printer?.state === "blocked") return printer.reason === "paper_out" ? "changing" : "late";
  return state.paper === "late" || state.paper === "unknown" ? "late" : "coming";
}
