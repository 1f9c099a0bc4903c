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
  if (hall.paused) {
    return [html`<p>${t("The hall pauses since {time} ({reason}): no numbers, no calls; everybody keeps their place.",
      values(hall.paused))}</p>`];
  }
  return services.filter((each) => each.paused).map((each) => html`<p>${t(
    "{service} pauses since {time} ({reason}): no numbers, no calls; everybody keeps their place.",
    { ...values(each.paused), service: name(each.name) })}</p>`);
}

const values = ({ reason, since }) => ({ reason: t(WHY_PAUSED[reason]), time: dayAndTime(language(), since) });
