// The panel as a whole: who and where above, the work on the left, the queue on the right.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { hero } from "./hero.js";
import { lower } from "./lower.js";
import { side } from "./side.js";
import { redraw } from "./redraw.js";
import { doPrimary, doStep, primary, steps, windowSteps } from "./steps.js";
import { STATES, figure, name, offered, switchLanguage, t } from "./text.js";
import { signals } from "./signals.js";
import { told } from "./told.js";
import { tell, view } from "./view.js";

const TONES = { open: "good", away: "bad" };

/** Nothing is known yet, or nothing can be reached. */
export const waiting = () => html`
  <main class="waiting" tabindex="-1">
    <h1>${view.link === "cut" ? t("The server cannot be reached") : t("Opening the counter …")}</h1>
    <p class="soft">${view.link === "cut" ? t("This page keeps trying and goes on by itself.") : ""}</p>
  </main>`;

/** The panel of the window the clerk stands at. */
export const panel = () => html`
  ${header()} ${view.link === "cut" ? cut() : told(view.picture)}
  <main class="work">
    <h1 class="visually-hidden">${name(view.picture.window.name)}</h1>
    ${hero(view.picture)} ${buttons()} ${line()} ${lower(view.picture)}
  </main>
  <aside class="side" aria-label=${t("Queue")}>${side(view.picture)}</aside>`;

function header() {
  const { window, clerk, services } = view.picture;
  return html`<header class="top">
    <p class="place">${name(window.name)}</p>
    <span class="badge ${TONES[window.status]}">${t(STATES[window.status])}</span>
    <p class="services">${services.filter((each) => each.own).map((each) => name(each.name)).join(" · ")}</p>
    <p class="today">${today(clerk)}</p>
    ${windowSteps().map(
      (step) => html`<button class="button plain slim" aria-disabled=${Boolean(step.why)}
        aria-keyshortcuts=${step.key} @click=${() => doStep(step)}>
        ${step.label} <kbd>${step.key}</kbd></button>`,
    )}
    <a class="button plain slim" href="/counter/papers" target="papers">${t("Papers")}</a>
    ${languageButton()}
  </header>`;
}

function today(clerk) {
  const { served, mean_minutes: mean, rated, good } = view.picture.today;
  const who = [name(clerk?.name) || view.me.login, clerk?.number].filter(Boolean).join(" ");
  const pace = mean === null ? "" : t("mean {time}", { time: figure(mean) });
  const share = rated ? t("satisfied {share}%", { share: Math.round((100 * good) / rated) }) : "";
  const figures = [t("{n} done today", { n: served }), pace, share].filter(Boolean).join(" · ");
  // Her own figures, in a tab of their own: the panel goes on listening.
  const own = clerk ? html`<a href="/mine" target="_blank" rel="noopener">${who}</a>` : who;
  return html`<span>${own}</span><span>${figures}</span>`;
}

/** The other language of the panel. */
export const languageButton = () => html`<button class="button plain slim" type="button"
  @click=${changeLanguage}>${offered()}</button>`;

function changeLanguage() {
  switchLanguage();
  tell("");
  redraw(true);
}

const cut = () => html`<p class="notice warning cut" role="alert">
  <strong>${t("The server cannot be reached.")}</strong>
  ${t("What you see is old and presses are not sent. This page keeps trying.")}</p>`;

function buttons() {
  const big = primary();
  const blocked = view.link === "cut";
  return html`<div class="steps" aria-busy=${Boolean(view.busy)}>
    <button class="button primary big" data-primary aria-disabled=${blocked} aria-keyshortcuts="Space"
      @click=${doPrimary}>
      <span class="do">${big.label}</span>
      <span class="why"><kbd>${t("Space")}</kbd>${big.hint ?? ""}</span>
    </button>
    ${steps().map((step) => button(step, blocked))}
  </div>`;
}

const button = (step, blocked) => html`<button class="button step ${step.warns ? "danger" : ""}"
  aria-disabled=${blocked || Boolean(step.why)} aria-keyshortcuts=${step.key}
  @click=${() => doStep(step)}>
  <span class="do">${step.label}</span>
  <span class="why"><kbd>${step.key}</kbd>${step.hint}</span>
</button>`;

/** One line under the keys: what was just done or refused, else what the screens report. */
const line = () => html`<div class="line">
  <p class="said ${view.note?.warns ? "warns" : ""}" role="status">${view.note?.text ?? ""}</p>
  ${view.note ? "" : signals(view.picture)}
</div>`;
