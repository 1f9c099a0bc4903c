// Films and music on the page step back while somebody speaks.

const QUIETER = 0.15; // of their own volume

/** Turns down what plays now; the answer turns it up again. */
export function duck() {
  const playing = [...document.querySelectorAll("video, audio")].filter((each) => !each.paused);
  const before = playing.map((each) => each.volume);
  playing.forEach((each) => { each.volume *= QUIETER; });
  return () => playing.forEach((each, at) => { each.volume = before[at]; });
}
