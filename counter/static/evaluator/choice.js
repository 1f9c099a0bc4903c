// A citizen's choice on its way: never sent twice, never changed, and never lost without a word.

import { now } from "/static/js/clock.js";
import { freshId } from "/static/js/keys.js";
import { deliver, drop, keep, kept } from "./outbox.js";
import { asking, phase, state } from "./state.js";

const BAD = [1, 2];
const SPARE = 2500; // ms kept for the way to the server when the reasons run out of time
const STEADY = 500; // ms in which a second press is still the first one
const AGAIN = 2000; // ms between tries while the server cannot be reached
const LATER = 5000; // ms between tries of a grade whose citizen has gone
const SAID = { thanks: 4000, already: 4500, late: 6000, lost: 8000 }; // ms each answer is shown
let draw = () => {};
let tapped = -STEADY;
let posted = -LATER;

/** Have `drawer` called whenever the choice has changed. */
export const onChoice = (drawer) => (draw = drawer);

/** The screen was touched: while no grade is on it, a tap that comes right after is not a grade either. */
export function touched() {
  if (phase() !== "grades") tapped = performance.now();
}

/** A grade was pressed, with a finger or by its key: a good one goes at once, a bad one may say why first. */
export function choose(score, finger = false) {
  if (phase() !== "grades") return;
  if (finger && performance.now() - tapped < STEADY) return void (tapped = performance.now());
  const { ticket, clerk, until, reasons_until: last } = asking();
  const ends = Date.parse(BAD.includes(score) ? last : until);
  const at = new Date(now()).toISOString();
  const choice = { ticket, clerk, score, reasons: [], key: freshId(), at, until: ends - SPARE, ends };
  take(choice, performance.now());
}

/** What was pressed before the page was loaded anew goes on where it was. */
export function resume() {
  const last = kept().at(-1);
  if (last && now() < last.ends) take(last, -STEADY);
}

function take(choice, began) {
  const reasons = new Set(choice.reasons);
  state.choice = { ...choice, reasons, began, toggled: "", sending: false, tried: 0 };
  keep(state.choice);
  if (choice.sending || !BAD.includes(choice.score)) send();
  draw();
}

/** A reason is chosen, or no longer. */
export function toggle(reason) {
  const { choice } = state;
  const steady = performance.now() - choice.began < STEADY;
  if (steady && ["", reason].includes(choice.toggled)) return;
  if (!choice.reasons.delete(reason)) choice.reasons.add(reason);
  Object.assign(choice, { toggled: reason, began: performance.now() });
  keep(choice);
  draw();
}

/** The bad grade goes, with the reasons chosen so far; where the button is a grade was, so a finger may tap twice. */
export function submit(finger = false) {
  if (phase() !== "reasons") return;
  const { began, toggled } = state.choice;
  if (!finger || toggled || performance.now() - began >= STEADY) send();
}

/** The wrong face was pressed: nothing was sent yet, so it may be chosen anew. */
export function back() {
  if (phase() !== "reasons") return;
  drop(state.choice);
  state.choice = null;
  draw();
}

/** What time does: answers fade, a grade goes before it would be too late, and one that was left behind goes later. */
export function tick() {
  const { choice, said } = state;
  if (said && now() > said.until) state.said = null;
  if (choice && !choice.sending && (now() > choice.until || another(choice))) send();
  if (!choice && state.picture && performance.now() - posted > LATER) post();
}

// Whoever is at the window now must not see the choice of the one before.
const another = ({ ticket }) => state.picture.taken || (asking() && asking().ticket !== ticket);

async function post() {
  posted = performance.now();
  const [oldest] = kept();
  if (oldest && (await deliver(oldest))) drop(oldest);
}

async function send() {
  const { choice } = state;
  choice.sending = true;
  keep(choice);
  for (;;) {
    choice.tried += 1;
    draw();
    const what = await deliver(choice);
    if (what) drop(choice);
    else state.cut = true;
    if (what || now() > choice.ends) return say(what || "lost");
    await new Promise((done) => setTimeout(done, AGAIN));
  }
}

function say(what) {
  // The picture that tells of the rating may still be on its way: do not ask for the same one again.
  if (state.picture?.rate?.ticket === state.choice.ticket) state.picture.rate = null;
  state.choice = null;
  state.said = { what, until: now() + SAID[what] };
  draw();
}
