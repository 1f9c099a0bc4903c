// What every board has: its languages, a window's name, the head, and how it begins.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { twice } from "../js/both.js";
import { day, time } from "../js/clock.js";
import { named, say } from "../js/words.js";

const FIGURE = /^(\D*?)([A-Z]{0,2}\d{1,3})(.*)$/;

const languages = () => document.documentElement.dataset.languages?.split(" ") ?? ["zh-Hans", "en"];

/** The board's first language. */
export const lead = () => languages()[0];

/** What `text(lang)` says in the board's languages: the first leads, the second is smaller. */
export function twoTexts(text, shape) {
  const [first, second] = languages();
  return twice(first, text(first), second && text(second), shape);
}

/** A message in the board's languages; `values` may depend on the language. */
export const two = (message, values, shape) =>
  twoTexts((lang) => say(lang, message, typeof values === "function" ? values(lang) : values), shape);

/** A name of the hall's set-up in the board's languages. */
export const twoNames = (names, shape) => twoTexts((lang) => named(names, lang), shape);

/** "东区3号窗口" as {before: "东区", figure: "3", after: "号窗口"}; a name without a number is all before. */
export function place(names) {
  const name = named(names, lead());
  const [, before, figure, after] = name.match(FIGURE) ?? [];
  return figure
    ? { before: before.trim(), figure, after: after.trim() } : { before: name, figure: "", after: "" };
}

/** A window's name with its figure in the label face. */
export function placeName(names) {
  const { before, figure, after } = place(names);
  const unit = (word) => (word ? html`<span class="unit">${word}</span>` : nothing);
  if (!figure) return html`<span class="place named">${unit(before)}</span>`;
  return html`<span class="place">${unit(before)}<span class="label">${figure}</span>${unit(after)}</span>`;
}

/** When the hall opens again, in words, or nothing. */
export const opensAgain = ({ opens_at: at }) => at
  && two("It opens again on {day} at {time}", (lang) => ({ day: day(lang, at), time: time(at) }));

export const arrow = html`<svg class="arrow" viewBox="0 0 100 60" aria-hidden="true">
  <path d="M4 30H92M66 6l26 24-26 24" fill="none" stroke="currentColor" stroke-width="7"/>
</svg>`;

/** Name of the hall, what this board is about, date and time. */
export function head({ hall, board }) {
  return html`<header class="head">
    <h1>${twoNames(hall.name, "beside")}</h1>
    ${board.kind === "zone" ? html`<p class="zone">${twoNames(board.name, "beside")}</p>` : nothing}
    <p class="today">${day(lead())}</p>
    <p class="label clock">${time()}</p>
  </header>`;
}

/** Before the first picture has come; not even the time is known then. */
export function connecting(view) {
  const lost = "The server cannot be reached. This screen keeps trying.";
  const line = view.state === "stale" ? lost : "Connecting …";
  return html`<main class="calm"><h1>${two(line)}</h1></main>`;
}
