// What every board has: its languages, a window's name, the head, the foot with its honest clock.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { keyed } from "../vendor/lit-html/directives/keyed.js";
import { twice } from "../js/both.js";
import { day, now, time, timeWithSeconds } from "../js/clock.js";
import { named, say } from "../js/words.js";
import { holding } from "./notices.js";

const NOTICE_STAYS = 12_000; // ms
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

/** A line of notices, how fresh the board is, and the tap that some browsers want before sound. */
export function foot(picture, view) {
  if (view.state === "stale") return html`<footer class="foot stale">${stale(view)}</footer>`;
  return html`<footer class="foot">
    ${notice(picture)} ${tap(view)}
    <p class="alive"><span class="dot" aria-hidden="true"></span>${two("Live", {}, "beside")}
      <span class="figure">${timeWithSeconds()}</span></p>
  </footer>`;
}

/** Says plainly that nothing was heard for a while, since when, and what to do. */
export function stale(view) {
  const seconds = Math.floor(view.silent());
  const at = timeWithSeconds(now() - seconds * 1000);
  return html`<p class="stale-line" role="alert">
    <span aria-hidden="true">!</span>
    ${two("This picture stopped {seconds} s ago, at {at}. Please listen for the windows.", {
      seconds, at,
    })}
  </p>`;
}

export function tap(view) {
  if (view.sound?.state() !== "locked") return nothing;
  return html`<button class="button tap" @click=${view.sound.enable}>
    ${two("Tap to enable sound", {}, "beside")}
  </button>`;
}

/** Windows whose clerk is away: one more notice, before the hall's own. */
function paused(windows) {
  const away = windows.filter((each) => each.status === "away");
  const names = (lang) => away.map((each) => named(each.name, lang)).join(lang === "en" ? ", " : "、");
  return away.length ? [two("Service paused: {windows}", (lang) => ({ windows: names(lang) }))] : [];
}

function notice({ windows, notices }) {
  const lines = [...paused(windows), ...holding(notices).map((each) => twoNames(each))];
  if (!lines.length) return html`<p class="notice-line"></p>`;
  const turn = Math.floor(now() / NOTICE_STAYS) % lines.length;
  const line = html`<p class="notice-line">${lines[turn]}</p>`;
  return html`<p class="notice-word">${two("Notice")}</p>${keyed(turn, line)}`;
}

/** Before the first picture has come; not even the time is known then. */
export function connecting(view) {
  const lost = "The server cannot be reached. This screen keeps trying.";
  const line = view.state === "stale" ? lost : "Connecting …";
  return html`<main class="calm"><h1>${two(line)}</h1></main>`;
}
