// What frames every screen of a kiosk: the hall's name, the languages, and the ways to be served well.

import { html } from "../vendor/lit-html/lit-html.js";
import { both, twice } from "../js/both.js";
import { day, time } from "../js/clock.js";
import { named, other, say } from "../js/words.js";
import { change, language, low, state } from "./state.js";

const OWN_NAMES = { "zh-Hans": "中文", en: "English", "zh-Hant": "繁體" };

/** A text that the hall's set-up gives in several languages, with its second one smaller. */
export function bothNames(names, shape = "") {
  const lang = language();
  return twice(lang, named(names, lang), named(names, other(lang)), shape);
}

/** The hall's name; languages stand beside it unless all controls must be low. */
export function header() {
  return html`<header class="head">
    <h1>${bothNames(state.picture?.hall.name)}</h1>
    ${low() ? today() : languages()}
  </header>`;
}

function today() {
  const lang = language();
  return html`<p class="today"><span class="figure">${time()}</span>
    <span lang=${lang}>${day(lang)}</span></p>`;
}

/** What the screen asks; the languages stand beside it where all controls are low. */
export function asks(question) {
  return html`<div class="ask">${question}${low() ? languages() : ""}</div>`;
}

function languages() {
  const offered = state.picture?.kiosk.languages ?? [];
  if (offered.length < 2) return "";
  return html`<div class="languages" role="group" aria-label=${say(language(), "Language")}>
    ${offered.map((lang) => html`<button
      lang=${lang}
      aria-pressed=${lang === language()}
      @click=${() => change({ lang: lang === offered[0] ? "" : lang, page: 0 })}
    >${OWN_NAMES[lang] ?? lang}</button>`)}
  </div>`;
}

/** The ways to be served well: green channel, large type, low controls. */
export function foot() {
  const lang = language();
  const some = state.picture?.priorities ?? [];
  return html`<footer class="foot">
    ${some.length ? green(lang, some) : ""}
    ${wish(lang, "large", "Large type", "Usual type")}
    ${innerHeight > innerWidth && !state.picture?.kiosk.low
      ? wish(lang, "low", "Lower controls", "Usual height") : ""}
  </footer>`;
}

function green(lang, some) {
  const press = () => change({ step: "reasons" });
  return html`<button class="button primary green" @click=${press}>
    ${both(lang, "Green channel")}
    <span class="whom" lang=${lang}>${some.map((p) => html`<span>${named(p.name, lang)}</span>`)}</span>
  </button>`;
}

function wish(lang, name, on, off) {
  return html`<button class="button" aria-pressed=${state[name]}
    @click=${() => change({ [name]: !state[name], page: 0 })}>
    ${both(lang, state[name] ? off : on)}
  </button>`;
}
