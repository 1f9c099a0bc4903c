// What the floor says: Chinese first, English smaller beside or below.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { both, twice } from "/static/js/both.js";
import { named, other, say } from "/static/js/words.js";

const LANG = "zh-Hans";

/** A sentence in both languages. */
export const t = (message, values, shape = "") => both(LANG, message, values, shape);

/** The same with values that each language writes in its own way: `values(lang)`. */
export const each = (message, values, shape = "") => {
  const [first, second] = [LANG, other(LANG)].map((lang) => say(lang, message, values(lang)));
  return twice(LANG, first, second, shape);
};

/** A sentence in Chinese alone, where a mark or a figure says the same. */
export const word = (message, values) => say(LANG, message, values);

/** A name that the hall's set-up gives. */
export const name = (names, shape = "") => twice(LANG, named(names, LANG), names?.en, shape);

export const AWAY = {
  break: "Short break", meeting: "Meeting", copying: "Copying or fetching papers",
  meal: "Meal", other: "Other",
};

const PRINTER = {
  paper_out: "Paper is out", cover_open: "Cover is open", offline: "Switched off line",
  unreachable: "Cannot be reached", silent: "Does not answer", error: "Printer fault",
  stalled: "Stopped in the middle of a slip",
};

const ALARMS = {
  no_window: "{waiting} waiting, and no window is open",
  long_wait: "Longest wait {minutes} min; {promised} are promised",
  bound_lost: "{waiting} were sent to a window that no longer takes it",
  paused_long: "Paused for {minutes} min; was it forgotten?",
  not_come: "Called {minutes} min ago, and nobody came",
  long_service: "Serving for {minutes} min; {usual} are usual",
  long_away: "Away for {minutes} min while {waiting} wait",
  bound_closed: "Closed, and {waiting} wait for it alone",
  slips_undecided: "{slips} slips, printed or not",
  paper_low: "Paper is running out: about {slips} slips left",
  device_ill: "{devices} devices not plugged in, or silent",
  screen_gone: "Not heard from for {minutes} min",
};

/** Why a printer does not print. */
export const trouble = (reason, shape = "") => t(PRINTER[reason] ?? "Not ready", {}, shape);

const HOURS = 120; // minutes; from here on a pause is told in hours

/** An alarm's sentence without its place. */
export function alarm({ code, values }) {
  if (code === "printer_blocked") return trouble(values.reason);
  if (code === "paper_low" && values.slips === undefined) return t("Paper is running out");
  const long = code === "paused_long" && values.minutes >= HOURS;
  if (long) return t("Paused for {hours} h; was it forgotten?", { hours: Math.floor(values.minutes / 60) });
  return t(ALARMS[code], values);
}

/** What an alarm is about. */
export const place = ({ kind, name: names }) => (kind === "hall" ? t("The whole hall") : name(names));

/** A sign that is seen, with the word for those who cannot see it. */
export const mark = () =>
  html`<span class="mark" aria-hidden="true">!</span><span class="visually-hidden">${word("Attention")}</span>`;
