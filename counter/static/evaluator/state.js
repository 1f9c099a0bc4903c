// What the evaluator knows, and which of its screens that makes.

import { now } from "/static/js/clock.js";

const EARLY = 1000; // ms: a press in the very last moment would come too late

/**
 * picture: read_evaluator's; cut: the last fetch failed; choice: the citizen's press until it is kept
 * {ticket, clerk, score, reasons, key, at, until, ends, sending, tried, began, toggled}; said: {what, until}, an answer
 * shown for a while; gone: the hall has no such window.
 */
export const state = { picture: null, cut: false, choice: null, said: null, gone: false };

/** The grades and reasons on offer, the service they are for, and until when; null at rest. */
export function asking() {
  const { picture } = state;
  if (!picture?.rate) return null;
  const { grades, reasons } = picture;
  return { ...picture.rate, grades, reasons, ends: Date.parse(picture.rate.until) - EARLY };
}

/** "loading", "gone", "rest", "grades", "reasons", "sending", or "said". */
export function phase() {
  if (state.said) return "said";
  if (state.choice) return state.choice.sending ? "sending" : "reasons";
  if (state.gone) return "gone";
  if (!state.picture) return "loading";
  const asked = asking();
  return asked && now() < asked.ends ? "grades" : "rest";
}

/** Whole seconds until the evaluator goes back to rest, never below 0. */
export function secondsLeft() {
  const ends = state.choice?.until ?? asking()?.ends ?? 0;
  return Math.max(0, Math.ceil((ends - now()) / 1000));
}
