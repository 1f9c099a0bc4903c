// What a board tells the server: a call was really painted, and its sound really ended.

import { now } from "../js/clock.js";

const stamp = () => new Date(now()).toISOString();

/** Acknowledges each call once it stands lit on `face` after a paint: elements with data-lit. */
export function acknowledger(live, face) {
  const drawn = new Set();
  const lit = () => [...face.querySelectorAll("[data-lit]")].filter((each) => each.offsetParent);
  const fresh = () => lit().map((each) => Number(each.dataset.lit)).filter((seq) => !drawn.has(seq));

  function tell() {
    for (const seq of fresh()) {
      drawn.add(seq);
      live.emit("ack", { seq, drawn_at: stamp() });
    }
  }

  return {
    painted() {
      if (fresh().length) requestAnimationFrame(() => requestAnimationFrame(tell));
    },
    spoken: (seq) => live.emit("ack", { seq, spoken_at: stamp() }),
  };
}
