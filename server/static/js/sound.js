// What the hall hears: one announcement after another, never two at once, never an old one.

import { loaded, played } from "./clip.js";
import { duck } from "./duck.js";
import { unsaid } from "./unsaid.js";

const LOOK = 50; // ms between two looks at whether the next may be said
const LOCKED = 250; // ms, the same while the browser wants a tap

/**
 * A queue of announcements.
 * - volume(): 0 to 1 of the device's own loudness, asked before each clip.
 * - state(name): "ready", "locked" (the browser wants a tap first: draw a small button that calls
 *   `enable()`) or "mute" (this browser cannot play), at every change.
 * - may(): whether an announcement may begin now; until then all wait, and grow old.
 *
 * play({urls, brief, at, times, notice, over, onend}): the clips of one announcement; `at` is the time of its
 * call, ISO 8601 or ms. It is said `times` over, once only while another one waits, and as the clip `brief` while
 * several do; a `notice` lets all calls pass. over(): it concerns nobody any more. onend({spoken, why}) comes when
 * the sound has really ended, or with spoken=false and why: "old", "failed", "mute", "over", "cut". hush() breaks
 * off what is being said.
 */
export function announcer({ volume = () => 1, state = () => {}, may = () => true } = {}) {
  const Context = window.AudioContext ?? window.webkitAudioContext;
  const audio = Context ? new Context() : null;
  const output = audio && new GainNode(audio);
  output?.connect(audio.destination);
  let running = false;
  let saying = null; // AbortController of what is being said
  let spoken = 0; // ms of sound that has ended
  let started = null; // audio clock in ms, while something sounds
  let current = "";

  const heard = () => spoken + (started === null ? 0 : audio.currentTime * 1000 - started);
  const end = ({ onend }, why) => queueMicrotask(() => onend(why ? { spoken: false, why } : { spoken: true }));
  const line = unsaid(heard, end);
  const judge = () => {
    const found = !audio ? "mute" : audio.state === "running" ? "ready" : "locked";
    if (found !== current) state((current = found));
  };
  const enable = async () => {
    await audio?.resume();
    judge();
  };

  async function sounded(clip) {
    output.gain.value = volume();
    started = audio.currentTime * 1000;
    const whole = await played(audio, clip, output, saying.signal);
    spoken = heard();
    started = null;
    return whole;
  }

  /** Why it was not said to its end, or "". */
  async function say(item) {
    const unduck = duck();
    saying = new AbortController();
    const { signal } = saying;
    try {
      for (let time = 0; time < item.times; time += 1) {
        if (time && (line.pressing() || !may())) break;
        const clips = (line.rushed() && item.short) || item.clips;
        for (const clip of clips) if (!(await sounded(clip))) return signal.aborted ? "cut" : "failed";
      }
      return "";
    } catch (error) {
      console.warn("an announcement was not said", error);
      return "failed";
    } finally {
      saying = null;
      unduck();
    }
  }

  async function run() {
    if (running) return;
    running = true;
    while (!line.empty()) {
      line.sift(audio ? "" : "mute");
      const open = audio?.state === "running";
      if (audio && !open) audio.resume(); // stays pending until the browser allows sound
      const item = open && may() ? line.next() : undefined;
      const why = item && (await say(item));
      const again = why === "failed" && !item.broke;
      if (again) line.back(Object.assign(item, { broke: true }));
      else if (item) end(item, why);
      else if (!line.empty()) await new Promise((done) => setTimeout(done, open ? LOOK : LOCKED));
    }
    running = false;
  }

  audio?.addEventListener("statechange", judge);
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, enable);
  queueMicrotask(judge);

  return {
    enable,
    state: () => current,
    speaking: () => saying !== null,
    hush: () => saying?.abort(),
    play({ urls, brief, at, times = 1, notice = false, over = () => false, onend = () => {} }) {
      const item = { at: new Date(at).getTime(), times, notice, over, onend };
      Object.assign(item, { since: performance.now(), heardBefore: audio ? heard() : 0 });
      const clips = audio ? urls.map((url) => loaded(audio, url)) : [];
      Promise.all(clips).then((all) => Object.assign(item, { clips: all, ready: true }), () => (item.failed = true));
      const late = audio && brief && (saying || !line.empty());
      if (late) loaded(audio, brief).then((clip) => (item.short = [clip]), () => {});
      line.add(item);
      run();
    },
  };
}
