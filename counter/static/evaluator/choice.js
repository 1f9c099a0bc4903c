// A citizen's choice on its way: never sent twice, never changed, and never lost without a word.

import { ApiError, post } from "/static/js/api.js";
import { now } from "/static/js/clock.js";
import { freshId } from "/static/js/keys.js";
import { asking, phase, state } from "./state.js";

const BAD = [1, 2];
const SPARE = 2500; // ms kept for the way to the server when the reasons run out of time
const STEADY = 500; // ms in which a second tap still means the grade, not the reason now in its place
const AGAIN = 2000; // ms between tries while the server cannot be reached
const SAID = { thanks: 4000, already: 4500, late: 6000, lost: 8000 }; // ms each answer is shown
let draw = () => {};

/** Have `drawer` called whenever the choice has changed. */
export const onChoice = (drawer) => (draw = drawer);

/** A grade was pressed: a good one goes at once, a bad one may say why first. */
export function choose(score) {
  if (phase() !== "grades") return;
  const { ticket, until, reasons_until: last } = asking();
  const ends = Date.parse(BAD.includes(score) ? last : until);
  state.choice = {
    ticket, score, reasons: new Set(), key: freshId(), at: now(), until: ends - SPARE, ends,
    sending: false, tried: 0,
  };
  if (!BAD.includes(score)) send();
  draw();
}

/** A reason is chosen, or no longer. */
export function toggle(reason) {
  const { reasons, at } = state.choice;
  if (now() - at < STEADY) return;
  if (!reasons.delete(reason)) reasons.add(reason);
  draw();
}

/** The bad grade goes, with the reasons chosen so far. */
export function submit() {
  if (phase() === "reasons") send();
}

/** The wrong face was pressed: nothing was sent yet, so it may be chosen anew. */
export function back() {
  if (phase() === "reasons") state.choice = null;
  draw();
}

/** What time does: answers fade, and a grade without reasons goes before it would be too late. */
export function tick() {
  const { choice, said } = state;
  if (said && now() > said.until) state.said = null;
  if (choice && !choice.sending && (now() > choice.until || anotherService(choice))) send();
}

const anotherService = ({ ticket }) => asking() && asking().ticket !== ticket;

async function send() {
  const { choice } = state;
  choice.sending = true;
  for (;;) {
    choice.tried += 1;
    draw();
    const what = await attempt(choice);
    if (what) return say(what);
    await new Promise((done) => setTimeout(done, AGAIN));
  }
}

/** "thanks" or why not; "" when nobody answered and there is time to try again. */
async function attempt({ ticket, score, reasons, key, ends }) {
  const body = { score, reasons: [...reasons] };
  try {
    await post(`/api/tickets/${ticket}/rate`, body, { retries: 0, timeout: 4000, idempotencyKey: key });
    return "thanks";
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === "already_rated") return "already";
    if (error.status !== 0 && error.status < 500) return "late";
    state.cut = true;
    return now() > ends ? "lost" : "";
  }
}

function say(what) {
  // The picture that tells of the rating may still be on its way: do not ask for the same one again.
  if (state.picture?.rate?.ticket === state.choice.ticket) state.picture.rate = null;
  state.choice = null;
  state.said = { what, until: now() + SAID[what] };
  draw();
}
