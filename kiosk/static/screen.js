// Which screen a kiosk shows now.

import { html } from "../vendor/lit-html/lit-html.js";
import { asking, closed, hallClosed, hallPaused, refused, staying, starting, unreachable } from "./calm.js";
import { done } from "./done.js";
import { asksToStay } from "./idle.js";
import { reasons, reasonChoices } from "./reasons.js";
import { serviceChoices, servicesScreen } from "./services.js";
import { state } from "./state.js";

const SCREENS = { services: servicesScreen, reasons, asking, done, closed, refused };

/** The whole page. A number that was given stays whatever happens to the line or the hours. */
export function screen() {
  return html`${body()}${asksToStay() ? staying() : ""}`;
}

function body() {
  if (state.step === "done" || state.step === "refused") return SCREENS[state.step]();
  if (state.step === "asking") return html`${servicesScreen()}${asking()}`;
  if (!state.picture) return state.link === "stale" ? unreachable() : starting();
  if (state.link === "stale") return unreachable();
  if (!state.picture.hall.open) return hallClosed();
  if (state.picture.hall.paused) return hallPaused();
  return SCREENS[state.step]();
}

/** What digits pick on this screen, in order. */
export function choices() {
  const hall = state.picture?.hall;
  if (asksToStay() || state.link === "stale" || !hall?.open || hall.paused) return [];
  if (state.step === "services") return serviceChoices();
  return state.step === "reasons" ? reasonChoices() : [];
}
