// Looking at the ticket again and again, as seldom as the server allows and no phone in step with another.

import { ApiError, get } from "../js/api.js";

const HIDDEN = 45; // s between looks while nobody looks at the page
const JITTER = 0.25; // of the pace, either way
const TROUBLE = [3, 6, 12, 30]; // s before looking again after failures in a row

/**
 * Follow a ticket. `got(picture)` comes with every answer; `trouble(error)` when there was none.
 * An error with status 401 or 404 ends it: there is no such ticket. Returns {look} to look at once.
 */
export function follow(token, { got, trouble }) {
  const seen = {};
  const options = { headers: { Authorization: `Bearer ${token}` }, retries: 0, seen };
  let failures = 0;
  let timer;
  let looking = false;

  async function look() {
    clearTimeout(timer);
    if (looking) return;
    looking = true;
    try {
      const picture = await get("/api/ticket", options);
      failures = 0;
      got(picture);
      plan(document.hidden ? Math.max(HIDDEN, picture.poll_seconds) : picture.poll_seconds);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failures += 1;
      trouble(error, failures);
      if (error.status !== 401 && error.status !== 404) {
        plan(TROUBLE[Math.min(failures, TROUBLE.length) - 1]);
      }
    } finally {
      looking = false;
    }
  }

  function plan(seconds) {
    clearTimeout(timer);
    const spread = 1 + JITTER * (2 * Math.random() - 1);
    timer = setTimeout(look, seconds * 1000 * spread);
  }

  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("online", look);
  look();
  return { look };
}
