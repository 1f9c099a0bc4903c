// Moments that may lie on another day; a file of its own, because screens of one day need none of it.

import { day, time } from "./clock.js";

/** The time of today, of another day its day too: "10:42" or "Friday 20 November 10:42". */
export const dayAndTime = (lang, at) =>
  day(lang, at) === day(lang) ? time(at) : `${day(lang, at)} ${time(at)}`;
