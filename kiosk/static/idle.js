// A visit that was left ends by itself, and says so in time: anybody can stay by touching the screen.

import { beginAnew, change, inUse, state } from "./state.js";

const QUIET = 60; // s without a touch before a visit ends
export const WARNING = 20; // s of it during which the screen asks whether somebody is there
const DONE = 30; // s that a number stays when its slip is in the hand
const DONE_NO_SLIP = 60; // s that it stays when it must be written down

let touched = performance.now();

/** Seconds that the present screen stays without a touch. */
function limit() {
  if (state.step !== "done") return QUIET;
  return state.paper === "done" && state.picture?.printer?.driver !== "screen" ? DONE : DONE_NO_SLIP;
}

function look() {
  if (!inUse()) {
    if (state.left !== null) change({ left: null });
    return;
  }
  const left = Math.ceil(limit() - (performance.now() - touched) / 1000);
  if (left <= 0) beginAnew();
  else if (left !== state.left) change({ left });
}

/** Count from now; every touch and key counts anew. */
export function watchIdle() {
  for (const sign of ["pointerdown", "keydown"]) {
    addEventListener(sign, () => (touched = performance.now()), { capture: true });
  }
  // Drawn only when the finger is up again: a button must not vanish under it.
  for (const sign of ["click", "keyup"]) addEventListener(sign, () => state.left === null || look());
  setInterval(look, 500);
}

/** Whether the screen should ask now. */
export const asksToStay = () =>
  state.left !== null && state.left <= WARNING && state.step !== "done";
