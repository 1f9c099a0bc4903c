// When a closed hall or service opens next, said as people say it: today, tomorrow, Monday.

import { now, time, zone } from "../js/clock.js";
import { say } from "../js/words.js";

const DAY = 86_400_000; // ms

const part = (at, lang, shape) =>
  new Intl.DateTimeFormat(lang, { timeZone: zone(), ...shape }).format(new Date(at));
const date = (at) => part(at, "en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });

/** "Opens tomorrow at 08:30"; a sentence of its own when nobody knows when. `at`: ISO 8601 or null. */
export function opening(lang, at) {
  if (!at) return say(lang, "Please ask at the help desk.");
  const values = { time: time(at) };
  const days = Math.round((Date.parse(date(at)) - Date.parse(date(now()))) / DAY);
  if (days <= 0) return say(lang, "Opens today at {time}", values);
  if (days === 1) return say(lang, "Opens tomorrow at {time}", values);
  const shape = days < 7 ? { weekday: "long" } : { month: "long", day: "numeric" };
  return say(lang, "Opens {day} at {time}", { ...values, day: part(at, lang, shape) });
}
