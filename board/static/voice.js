// The board's voice: calls one after another, notices between them, and a tap where the browser wants one.

import { announcer } from "../js/sound.js";
import { awaited } from "./keeper.js";
import { turn } from "./turn.js";

const PAINT_FIRST = 60; // ms; a call is seen before its sound is fetched, which costs the server more

/**
 * `shown()` gives the picture: its board has {voice, volume, repeats} as the hall has set them now. `changed()`
 * at every change of the browser's permission; `spoken(seq)` when a sound has ended.
 */
export function voice(live, { shown, changed, spoken }) {
  const set = () => shown().board;
  // Ears hear in powers: with the square, 50 sounds about half as loud as 100.
  const sound = announcer({
    volume: () => (set().volume / 100) ** 2,
    state: () => {
      word.ask();
      changed();
    },
    may: () => word.mine() && set().volume > 0,
  });
  const word = turn(live, {
    ready: () => sound.state() === "ready" && set().volume > 0,
    speaking: sound.speaking,
    lost: sound.hush,
  });

  const tell = (moment) => sound.play({
    urls: [moment.voice_url],
    brief: moment.brief_url,
    at: moment.at,
    times: moment.label ? set().repeats : 1,
    notice: !moment.label,
    over: () => word.said(moment.seq) || (moment.label ? come : ended)(moment, shown()),
    onend: (end) => end.spoken && spoken(moment.seq),
  });
  return {
    state: () => (set().voice ? sound.state() : ""),
    enable: sound.enable,
    say(moment) {
      if (!moment.voice_url) return;
      setTimeout(tell, PAINT_FIRST, moment);
      setTimeout(word.hurry, PAINT_FIRST);
    },
  };
}

/** Whether nobody is awaited by a call any more: its ticket has come, gone, or was called anew. */
function come({ seq, label }, { calls }) {
  const newest = calls.find((call) => call.label === label);
  return Boolean(newest) && (newest.seq > seq || (newest.seq === seq && !awaited(newest)));
}

/** Whether a notice was taken off the boards. */
const ended = ({ seq, broadcast }, picture) =>
  picture.seq >= seq && !picture.broadcasts.some(({ id }) => id === broadcast);
