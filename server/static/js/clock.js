// The server's time, not the tablet's: device clocks in halls are often minutes wrong.

const SAMPLE_LIFE = 10 * 60_000; // ms; clocks drift: an old exact sample loses to a new rough one
const JUMP = 20_000; // ms; the device's own clock was put right
let offset = 0; // server − device, ms
let error = Infinity;
let learnt = 0;

/**
 * Learn the server's time. `stamp`: ISO 8601 or an HTTP date; `asked`: performance.now()
 * when the question left, undefined for a pushed message.
 */
export function heardAt(stamp, asked) {
  const got = performance.now();
  const server = Date.parse(stamp ?? "");
  if (Number.isNaN(server)) return;
  const whole = !/\.\d/.test(stamp); // half a second late on average
  const trip = asked === undefined ? 200 : got - asked;
  const unsure = trip / 2 + (whole ? 500 : 0);
  const found = server + (whole ? 500 : 0) + (asked === undefined ? 0 : trip / 2) - Date.now();
  if (unsure > error && got - learnt < SAMPLE_LIFE && Math.abs(found - offset) < JUMP) return;
  offset = found;
  error = unsure;
  learnt = got;
}

/** Milliseconds since 1970 as the server counts them. */
export const now = () => Date.now() + offset;

/** The hall's time zone, else the device's. */
export const zone = () => document.documentElement.dataset.zone || undefined;

const formats = new Map();

function formatted(at, lang, shape) {
  const name = JSON.stringify([lang, zone(), shape]);
  if (!formats.has(name)) {
    formats.set(name, new Intl.DateTimeFormat(lang, { timeZone: zone(), ...shape }));
  }
  return formats.get(name).format(new Date(at));
}

/** "10:42" in the hall's time zone; `at`: ms or ISO 8601. */
export const time = (at = now()) =>
  formatted(at, "en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** "10:42:07" in the hall's time zone. */
export const timeWithSeconds = (at = now()) =>
  formatted(at, "en-GB", {
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });

/** "11月20日星期五" or "Friday 20 November". */
export const day = (lang, at = now()) =>
  formatted(at, lang === "en" ? "en-GB" : lang, { month: "long", day: "numeric", weekday: "long" });

/** Whole seconds from `at` (ms or ISO 8601) until now, never below 0. */
export const since = (at) => Math.max(0, Math.floor((now() - new Date(at).getTime()) / 1000));

/** Seconds: 222 → "03:42", 3742 → "1:02:22". */
export function running(seconds) {
  const part = (value) => String(Math.floor(value)).padStart(2, "0");
  const rest = `${part((seconds % 3600) / 60)}:${part(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest;
}

/** Seconds as whole minutes waited: 510 → "8′". */
export const minutes = (seconds) => `${Math.floor(seconds / 60)}′`;

/** Call `draw` at every full second; returns a function that stops it. */
export function everySecond(draw) {
  let timer;
  const step = () => {
    draw();
    timer = setTimeout(step, 1000 - (((now() % 1000) + 1000) % 1000));
  };
  step();
  return () => clearTimeout(timer);
}
