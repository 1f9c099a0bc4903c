// Waits in words: whole minutes, no finer than anybody can know, and nothing when nothing is known.

import { say } from "../js/words.js";

const COARSE = 20; // minutes from which a wait is told in fives

/** [low, high] in whole minutes of an estimate {p10, p50, p90}. */
export function span({ p10, p90 }) {
  const step = p90 >= COARSE ? 5 : 1;
  return [Math.floor(p10 / step) * step, Math.max(1, Math.ceil(p90 / step) * step)];
}

/** "15–20", "5" or "0–5": the figures of an estimate alone. */
export function figures(estimate) {
  const [low, high] = span(estimate);
  if (low === high) return String(high);
  return `${low}–${high}`;
}

/** "about 15–20 minutes"; "" for no estimate. */
export function waitText(lang, estimate) {
  if (!estimate) return "";
  const [low, high] = span(estimate);
  if (low === high) return say(lang, "about {minutes} min", { minutes: high });
  if (low === 0) return say(lang, "within {minutes} min", { minutes: high });
  return say(lang, "about {minutes} min", { minutes: `${low}–${high}` });
}
