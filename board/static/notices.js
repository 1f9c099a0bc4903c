// The hall's notices: each has its days, and they change at the edge of a day by the clock alone.

import { now } from "../js/clock.js";

const before = (moment) => moment !== null && now() < new Date(moment).getTime();

/** The texts of the notices that hold now. */
export const holding = (notices) => notices
  .filter(({ from, until }) => !before(from) && (until === null || before(until)))
  .map(({ text }) => text);
