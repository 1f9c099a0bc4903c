// The call, heard and felt: chime, vibration and, where the browser allows, a notification.

const NOTES = [[880, 0], [659.25, 0.28], [880, 0.9], [659.25, 1.18]]; // [hertz, seconds from now]
const SHAKE = [400, 150, 400, 150, 800]; // ms on, off, on …
const AGAIN = 6000; // ms from one chime to the next
const TIMES = 5;

let audio;
let ringing;

/** "off" until the citizen asked to be told; browsers stay silent without a touch. */
export let bell = "off";

/** After a touch: may sound from now on. Notifications are asked for once, and are only an extra. */
export async function arm() {
  const Context = window.AudioContext ?? window.webkitAudioContext;
  audio ??= Context ? new Context() : null;
  await audio?.resume();
  shake(120);
  bell = audio?.state === "running" ? "on" : "mute";
  if (window.Notification?.permission === "default") Notification.requestPermission();
  keepAwake();
}

/** A locked phone is a deaf one: keep the screen on where the browser lets a page ask for it. */
function keepAwake() {
  const ask = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", ask);
  ask();
}

/** Ring some times over, until `hush()`. */
export function ring(title, text) {
  hush();
  let left = TIMES;
  const once = () => {
    chime();
    shake(SHAKE);
    left -= 1;
    if (left <= 0) hush();
  };
  ringing = setInterval(once, AGAIN);
  once();
  if (document.hidden && window.Notification?.permission === "granted") {
    try {
      new Notification(title, { body: text, tag: "call", requireInteraction: true });
    } catch {
      return; // some phones allow it to service workers only; sound and vibration have to do
    }
  }
}

export function hush() {
  clearInterval(ringing);
  ringing = undefined;
}

/** Browsers refuse to shake a phone whose owner has not touched the page yet. */
function shake(pattern) {
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(pattern);
}

function chime() {
  if (audio?.state !== "running") return;
  for (const [pitch, later] of NOTES) {
    const at = audio.currentTime + later;
    const tone = new OscillatorNode(audio, { type: "sine", frequency: pitch });
    const loudness = new GainNode(audio, { gain: 0 });
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(0.5, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
    tone.connect(loudness).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.65);
  }
}
