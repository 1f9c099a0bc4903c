// Who waits for what and about how long; where nothing supports a time, none is told.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { named, say } from "../js/words.js";
import { now } from "../js/clock.js";
import { lead, two, twoNames } from "./parts.js";

const MOST = 10; // rows that stay legible from the seats; more take turns
const MOST_LONG = 6; // with names of more than LONG characters (Chinese: 9), which need two lines
const LONG = { en: 18 };
const ROOMY = 5; // rows that leave room for a second language
const TURN = 12_000; // ms

/** The table of services, people waiting and times; with many services a part of them in turn. */
export function waiting(services) {
  if (!services.length) return nothing;
  const limit = LONG[lead()] ?? 9;
  const long = services.some((each) => named(each.name, lead()).length > limit);
  const parts = Math.ceil(services.length / (long ? MOST_LONG : MOST));
  const size = Math.ceil(services.length / parts);
  const from = (Math.floor(now() / TURN) % parts) * size;
  const rows = services.slice(from, from + size);
  const roomy = size <= ROOMY && !long;
  return html`<table class="waiting" ?data-roomy=${roomy} ?data-long=${long}>
    <thead><tr>
      <th scope="col">${two("Service")}</th>
      <th scope="col" class="number">${two("Waiting")}</th>
      <th scope="col" class="number">${two("About")}</th>
    </tr></thead>
    <tbody>${rows.map((row) => html`<tr>
      <th scope="row">${roomy ? twoNames(row.name) : named(row.name, lead())}</th>
      <td class="number figure">${row.waiting}</td>
      <td class="number about">${about(row)}</td>
    </tr>`)}</tbody>
  </table>`;
}

/**
 * "15–20 分钟", "无需等候", "现在不取号", "暂停" or nothing.
 * `row`: {waiting, open, paused, estimate: {p10, p90} in minutes or null, windows_open}.
 */
export function about({ waiting: people, open, paused, estimate, windows_open: windows }) {
  if (paused) return say(lead(), "Paused");
  if (!people && !open) return say(lead(), "Closed now");
  if (!windows) return nothing;
  if (!people && (!estimate || estimate.p90 < 1)) return say(lead(), "No waiting");
  return estimate ? range(estimate) : nothing;
}

function range({ p10, p90 }) {
  const step = p90 > 10 ? 5 : 1;
  const high = Math.max(1, Math.ceil(p90 / step) * step);
  const low = Math.floor(p10 / step) * step;
  if (low === 0) return say(lead(), "under {high} min", { high });
  return say(lead(), "{range} min", { range: low === high ? high : `${low}–${high}` });
}
