// What the supervisor has told this window: come back, and what pauses, why and since when.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { time } from "/static/js/clock.js";
import { dayAndTime } from "/static/js/day_and_time.js";
import { WHY_PAUSED } from "/static/js/pauses.js";
import { language, name, t } from "./text.js";

/** The pause that holds for a service of this window, or undefined. */
export const pauseOf = ({ hall, services }, code) =>
  hall.paused ?? services.find((each) => each.code === code)?.paused;

/** A line for each thing told, between the window's head and its work. */
export function told(picture) {
  const lines = pauses(picture);
  const { asked_at: at } = picture.window;
  if (at) {
    return html`<div class="notice warning cut" role="alert"><strong>${t("The supervisor asks you back to your window.")}</strong>
      ${t("Asked at {time}", { time: time(at) })}</div>`;
  }
  return lines.length ? html`<div class="notice warning cut" role="status">${lines}</div>` : "";
}

function pauses({ hall, services }) {
  if (hall.paused) return [line(hall.paused, t("The hall"))];
  return services.filter((each) => each.paused).map((each) => line(each.paused, name(each.name)));
}

const line = ({ reason, since }, place) => html`<p>${t(
  "{place} pauses since {time} ({reason}): no numbers, no calls; everybody keeps their place.",
  { place, reason: t(WHY_PAUSED[reason]), time: dayAndTime(language(), since) })}</p>`;
