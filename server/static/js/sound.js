// What the hall hears: one announcement after another, never two at once, never an old one.

import { loaded, played } from "./clip.js";
import { now } from "./clock.js";

const TOO_OLD = 10_000; // ms from the call to its sound, not counting the wait behind other calls
const LONGEST_WAIT = 45_000; // ms from the call to its sound, all counted

/**
 * A queue of announcements.
 * - chime: URL played before each announcement, or nothing when the clips bring their own.
 * - state(name): "ready", "locked" (the browser wants a tap first: draw a small button that calls
 *   `enable()`) or "mute" (this browser cannot play), at every change.
 *
 * play({urls, at, onend}): the clips of one announcement; `at` is the time of its call, ISO 8601 or
 * ms. onend({spoken, why}) comes when the sound has really ended, or with spoken=false and why:
 * "old", "failed", "mute".
 */
export function announcer({ chime, state = () => {} } = {}) {
  const Context = window.AudioContext ?? window.webkitAudioContext;
  const audio = Context ? new Context() : null;
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
    for (const clip of clips) {
      started = audio.currentTime * 1000;
      const whole = await played(audio, clip);
      spoken = heard();
      started = null;
      if (!whole) return "failed";
    }
    return "";
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
    play({ urls, at, onend = () => {} }) {
      const clips = audio ? urls.map((url) => loaded(audio, url)) : [];
      clips.forEach((clip) => clip.catch(() => {})); // answered for when its turn comes
      const heardBefore = audio ? heard() : 0;
      queue.push({ clips, at: new Date(at).getTime(), heardBefore, onend });
      run();
    },
  };
}
