// A band across the board, above its notices: what everybody in the hall must know now.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { keyed } from "../vendor/lit-html/directives/keyed.js";
import { now } from "../js/clock.js";
import { WHY_PAUSED } from "../js/pauses.js";
import { say } from "../js/words.js";
import { two } from "./parts.js";

const STAYS = 12_000; // ms

/** The band of a picture, its lines in turn; nothing while there is nothing to say. */
export function band(picture) {
  const lines = [...pause(picture.hall)];
  if (!lines.length) return nothing;
  const turn = Math.floor(now() / STAYS) % lines.length;
  return html`<section class="band" role="status">
    ${keyed(lines[turn].key, html`<p class="band-line">${lines[turn].text}</p>`)}
  </section>`;
}

function pause({ open, paused }) {
  if (!open || !paused) return [];
  const values = (lang) => ({ reason: say(lang, WHY_PAUSED[paused.reason]) });
  return [{ key: "pause", text: two("Calling is paused ({reason}). Your number keeps its place.", values) }];
}
