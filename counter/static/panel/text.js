// The clerk's language: Chinese unless this browser was told otherwise.

import { named, other, say } from "/static/js/words.js";

const KEPT = "jiaohao.lang:counter";
let lang = kept() === "en" ? "en" : "zh-Hans";
document.documentElement.lang = lang;

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

/** How a window stands, and why its clerk is away. */
export const STATES = { open: "Serving", away: "Paused", closed: "Closed" };
export const AWAY_REASONS = {
  break: "Short break", meeting: "Meeting", copying: "Copying or fetching papers",
  meal: "Meal", other: "Other",
};

export const language = () => lang;

/** A sentence of the panel, its {placeholders} filled. */
export const t = (message, values) => say(lang, message, values);

/** A name that the hall's set-up gives. */
export const name = (names) => named(names, lang);

/** The language that the switch offers, in its own words. */
export const offered = () => (lang === "en" ? "中文" : "English");

/** Change the language, and remember it for this browser. */
export function switchLanguage() {
  lang = other(lang);
  document.documentElement.lang = lang;
  try {
    localStorage.setItem(KEPT, lang);
  } catch {
    // this browser keeps nothing; the choice lasts until the page is left
  }
}

/** Minutes and seconds as a figure: 6.33 → 6′20″. */
export function figure(minutes) {
  const seconds = Math.round(minutes * 60);
  return `${Math.floor(seconds / 60)}′${String(seconds % 60).padStart(2, "0")}″`;
}
