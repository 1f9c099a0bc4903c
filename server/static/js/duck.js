// Films and music on the page step back while somebody speaks.

const QUIETER = 0.15; // of their own volume

/** Turns down what plays now, and what begins meanwhile; the answer turns it up again. */
export function duck() {
  const before = new Map();
  const turnDown = (each) => {
    if (before.has(each)) return;
    before.set(each, each.volume);
    each.volume *= QUIETER;
  };
  const begun = ({ target }) => turnDown(target);
  [...document.querySelectorAll("video, audio")].filter((each) => !each.paused).forEach(turnDown);
  document.addEventListener("play", begun, true); // it does not bubble
  return () => {
    document.removeEventListener("play", begun, true);
    before.forEach((volume, each) => { each.volume = volume; });
  };
}
