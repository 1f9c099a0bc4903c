// The board's voice: calls one after another, and a tap where the browser wants one.

import { announcer } from "../js/sound.js";

const PAINT_FIRST = 60; // ms; a call is seen before its sound is fetched, which costs the server more

/** `changed()` at every change of the browser's permission; `spoken(seq)` when a sound has ended. */
export function voice(changed, spoken) {
  const sound = announcer({ state: () => changed() });
  const tell = ({ seq, at, voice_url: url }) =>
    sound.play({ urls: [url], at, onend: (end) => end.spoken && spoken(seq) });
  return {
    state: sound.state,
    enable: sound.enable,
    say(moment) {
      if (moment.voice_url) setTimeout(tell, PAINT_FIRST, moment);
    },
  };
}
