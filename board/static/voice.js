// The board's voice: calls one after another, and a tap where the browser wants one.

import { announcer } from "../js/sound.js";

const PAINT_FIRST = 60; // ms; a call is seen before its sound is fetched, which costs the server more

/**
 * `set()` gives {volume, repeats} as the hall has set them now. `changed()` at every change of the
 * browser's permission; `spoken(seq)` when a sound has ended.
 */
export function voice(set, changed, spoken) {
  // Ears hear in powers: with the square, 50 sounds about half as loud as 100.
  const sound = announcer({ volume: () => (set().volume / 100) ** 2, state: () => changed() });
  const tell = ({ seq, at, voice_url: url }) =>
    sound.play({ urls: [url], at, times: set().repeats, onend: (end) => end.spoken && spoken(seq) });
  return {
    state: sound.state,
    enable: sound.enable,
    say(moment) {
      if (moment.voice_url) setTimeout(tell, PAINT_FIRST, moment);
    },
  };
}
