// A band across the board, above its notices: what everybody in the hall must know now.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { keyed } from "../vendor/lit-html/directives/keyed.js";
import { now } from "../js/clock.js";
import { WHY_PAUSED } from "../js/pauses.js";
import { say } from "../js/words.js";
import { two, twoNames } from "./parts.js";

const STAYS = 12_000; // ms
const LONG = 26; // characters that fit into one line of a landscape board

/** The band of a picture, its lines in turn; nothing while there is nothing to say. */
export function band(picture) {
  const lines = [...pause(picture), ...broadcasts(picture)];
  if (!lines.length) return nothing;
  const turn = Math.floor(now() / STAYS) % lines.length;
  return html`<section class="band" role="status">
    ${keyed(lines[turn].key, html`<p class="band-line" ?data-long=${lines[turn].long}>${lines[turn].text}</p>`)}
  </section>`;
}

/** A sign says at its place that it pauses. */
function pause({ board, hall: { open, paused } }) {
  if (!open || !paused || board.kind === "window") return [];
  const values = (lang) => ({ reason: say(lang, WHY_PAUSED[paused.reason]) });
  return [{ key: "pause", text: two("Calling is paused ({reason}). Your number keeps its place.", values) }];
}

/** A line ends by the clock alone, also while nothing comes from the server. */
const broadcasts = (picture) => picture.broadcasts
  .filter(({ until }) => until === null || now() < new Date(until).getTime())
  .map(({ id, text }) => ({ key: id, text: twoNames(text), long: text["zh-Hans"].length > LONG }));
