// What waits to be said: calls in their order, notices behind all of them, and nothing that is old.

import { now } from "./clock.js";

const TOO_OLD = 10_000; // ms from the call to its sound, not counting the wait behind other calls
const LONGEST_WAIT = 45_000; // ms from the call to its sound, all counted
const NOTICE_WAITS = 300_000; // ms that a notice waits for a moment in which nobody is called
const RUSH = 2; // calls that wait behind one, from which each is said briefly
const SLOW = 2500; // ms; a sound that is still being fetched then lets others pass

/** A line of announcements; heard() is how many ms of sound have passed, `end(item, why)` says why one is not said. */
export function unsaid(heard, end) {
  const line = [];
  const old = (item) => {
    const age = now() - item.at;
    if (item.notice) return age > NOTICE_WAITS;
    return age - (heard() - item.heardBefore) > TOO_OLD || age > LONGEST_WAIT;
  };
  const why = (item) => {
    if (item.failed) return "failed";
    if (old(item)) return "old";
    return item.over() ? "over" : "";
  };
  const calls = () => line.filter((item) => !item.notice && !why(item)).length;

  return {
    empty: () => !line.length,
    /** Whether somebody waits to be called. */
    pressing: () => calls() > 0,
    /** Whether so many do that all should be said briefly. */
    rushed: () => calls() >= RUSH,
    add(item) {
      const notice = line.findIndex((each) => each.notice);
      line.splice(item.notice || notice < 0 ? line.length : notice, 0, item);
    },
    /** An announcement that broke off takes its place again. */
    back: (item) => line.unshift(item),
    /** Let go of those at the front that will not be said; `all` says why those that could be are not either. */
    sift(all = "") {
      while (line.length && (all || why(line[0]))) {
        const item = line.shift();
        end(item, all || why(item));
      }
    },
    /** The next that can be said now, or nothing. */
    next() {
      const [first] = line;
      const slow = first && !first.ready && performance.now() - first.since > SLOW;
      const found = slow ? line.findIndex((item) => item.ready && !why(item)) : 0;
      return line[found]?.ready ? line.splice(found, 1)[0] : undefined;
    },
  };
}
