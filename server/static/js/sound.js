// What the hall hears: one announcement after another, never two at once, never an old one.

import { loaded, played } from "./clip.js";
import { now } from "./clock.js";
import { duck } from "./duck.js";

const TOO_OLD = 10_000; // ms from the call to its sound, not counting the wait behind other calls
const LONGEST_WAIT = 45_000; // ms from the call to its sound, all counted

/**
 * A queue of announcements.
 * - volume(): 0 to 1 of the device's own loudness, asked before each clip.
 * - chime: URL played before each announcement, or nothing when the clips bring their own.
 * - state(name): "ready", "locked" (the browser wants a tap first: draw a small button that calls
 *   `enable()`) or "mute" (this browser cannot play), at every change.
 *
 * play({urls, at, times, onend}): the clips of one announcement; `at` is the time of its call, ISO
 * 8601 or ms. It is said `times` over, but once only while another one waits. onend({spoken, why})
 * comes when the sound has really ended, or with spoken=false and why:
 * "old", "failed", "mute".
 */
export function announcer({ chime, volume = () => 1, state = () => {} } = {}) {
  const Context = window.AudioContext ?? window.webkitAudioContext;
  const audio = Context ? new Context() : null;
  const output = audio && new GainNode(audio);
  output?.connect(audio.destination);
  const queue = [];
  let busy = false;
  let spoken = 0; // ms of sound that has ended
  let started = null; // audio clock in ms, while something sounds
  let current = "";
  let chimeClip;

  const heard = () => spoken + (started === null ? 0 : audio.currentTime * 1000 - started);
  const judge = () => {
    const found = !audio ? "mute" : audio.state === "running" ? "ready" : "locked";
    if (found !== current) state((current = found));
  };
  const enable = async () => {
    await audio?.resume();
    judge();
  };
  const tooOld = (item) => {
    const age = now() - item.at;
    return age - (heard() - item.heardBefore) > TOO_OLD || age > LONGEST_WAIT;
  };
  const intro = () => {
    if (!chime) return [];
    chimeClip ??= loaded(audio, chime);
    chimeClip.catch(() => (chimeClip = undefined));
    return [chimeClip];
  };

  async function unlocked(item) {
    while (audio.state !== "running") {
      if (tooOld(item)) return false;
      audio.resume(); // stays pending until the browser allows sound
      await new Promise((done) => setTimeout(done, 250));
    }
    return true;
  }

  async function speak(item) {
    if (!audio) return "mute";
    const clips = await Promise.all([...intro(), ...item.clips]).catch(() => null);
    if (!clips) return "failed";
    if (!(await unlocked(item)) || tooOld(item)) return "old";
    const unduck = duck();
    try {
      for (let time = 0; time < item.times; time += 1) {
        if (time && queue.length) break;
        for (const clip of clips) if (!(await sounded(clip))) return "failed";
      }
    } finally {
      unduck();
    }
    return "";
  }

  async function sounded(clip) {
    output.gain.value = volume();
    started = audio.currentTime * 1000;
    const whole = await played(audio, clip, output);
    spoken = heard();
    started = null;
    return whole;
  }

  async function run() {
    if (busy) return;
    busy = true;
    for (let item = queue.shift(); item; item = queue.shift()) {
      const why = await speak(item);
      const { onend } = item;
      queueMicrotask(() => onend(why ? { spoken: false, why } : { spoken: true }));
    }
    busy = false;
  }

  audio?.addEventListener("statechange", judge);
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, enable);
  queueMicrotask(judge);

  return {
    enable,
    state: () => current,
    play({ urls, at, times = 1, onend = () => {} }) {
      const clips = audio ? urls.map((url) => loaded(audio, url)) : [];
      clips.forEach((clip) => clip.catch(() => {})); // answered for when its turn comes
      const heardBefore = audio ? heard() : 0;
      queue.push({ clips, at: new Date(at).getTime(), times, heardBefore, onend });
      run();
    },
  };
}
