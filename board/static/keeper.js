// One truth: the newest whole picture, and over it the calls told since that it does not hold yet.

import { since } from "../js/clock.js";

const CONFIRMED_WITHIN = 10; // s; the picture that holds a call follows it at once

/** Keeps what a board shows. `count()` is how many pictures have come. */
export function keeper() {
  let picture = null;
  let told = [];
  let count = 0;
  return {
    count: () => count,
    take(newer) {
      count += 1;
      picture = newer;
      told = told.filter((call) => call.seq > newer.seq && since(call.at) < CONFIRMED_WITHIN);
    },
    /** Whether the call is this board's; it is shown at once, until a picture holds it. */
    tell(moment) {
      if (!picture?.windows.some((each) => each.code === moment.window)) return false;
      if (moment.seq > picture.seq) told.push(moment);
      return true;
    },
    shown: () => picture && told.reduce(withCall, picture),
  };
}

function withCall(picture, { seq, label, window, window_name, at }) {
  const call = { seq, label, window, window_name, at, status: "called", here: true };
  const before = picture.calls
    .filter((each) => each.label !== label)
    .map((each) => (each.window === window ? { ...each, here: false } : each));
  return { ...picture, calls: [call, ...before] };
}

/** Whether somebody is awaited at the window of a call. */
export const awaited = (call) => call.here && call.status === "called";

/** Calls in the order of their importance: who is awaited first, newest first within each. */
export function ordered(calls) {
  return [...calls.filter(awaited), ...calls.filter((call) => !awaited(call))];
}
