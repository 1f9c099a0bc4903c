// Queues as a table: who waits as a bar, how long, for how many windows, and which way it goes.

import { html, svg } from "/static/vendor/lit-html/lit-html.js";
import { repeat } from "/static/vendor/lit-html/directives/repeat.js";
import { askQueue } from "./floor_queue.js";
import { mark, name, t, word } from "./floor_words.js";

const FULL = 10; // people; a bar is full at this many, or at the longest queue when that is more

/** A row for each service, in the order of the set-up. */
export function queues({ queues: all, promised, alarms }) {
  if (!all.length) return html`<p class="nobody">${t("This hall has no services yet.")}</p>`;
  const left = new Set(alarms.filter((a) => a.code === "no_window").map((a) => a.place));
  const most = Math.max(FULL, ...all.map((one) => one.waiting));
  return html`<table class="table queues">
    <thead><tr>
      <th scope="col">${t("Service")}</th>
      <th scope="col">${t("Waiting")}</th>
      <th scope="col" class="number">${t("Longest")}</th>
      <th scope="col" class="number">${t("Windows")}</th>
      <th scope="col" class="number">${t("15′ in / called")}</th>
    </tr></thead>
    <tbody>${repeat(all, (one) => one.code, (one) => row(one, most, promised, left.has(one.code)))}</tbody>
  </table>`;
}

const row = (one, most, promised, left) => html`<tr class=${one.waiting ? "" : "soft"} data-code=${one.code}>
  <th scope="row"><button class="opens" @click=${() => askQueue(one.code)}>${name(one.name)}</button>
    ${one.paused ? html`<span class="badge">${word("Paused")}</span>` : ""}</th>
  <td class="bar"><span class="label">${one.waiting}</span>${bar(one.waiting / most)}</td>
  <td class="number">${longest(one, promised)}</td>
  <td class="number">${left ? mark() : ""}${one.windows_open}</td>
  <td class="number">${trend(one)}</td>
</tr>`;

const bar = (share) => html`<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
  ${svg`<rect width="100" height="8" class="rest"/><rect width=${100 * share} height="8"/>`}</svg>`;

function longest({ longest_minutes: longest, estimate }, promised) {
  const late = longest !== null && longest > promised;
  const coming = estimate
    ? html`<small class="soft">${word("new: {n}′", { n: Math.round(estimate.p50) })}</small>` : "";
  if (longest === null) return html`<span aria-hidden="true">—</span>${coming}`;
  return html`<span class=${late ? "late" : ""}>${late ? mark() : ""}${Math.floor(longest)}′</span>${coming}`;
}

function trend({ issued, called }) {
  const way = issued > called ? ["↗", "growing"] : issued < called ? ["↘", "shrinking"] : ["→", "steady"];
  return html`${issued} / ${called} <span class="visually-hidden">${word(way[1])}</span><span
    aria-hidden="true">${way[0]}</span>`;
}
