// One press, one thing done: a lock while the request is under way, and a rest for the second press.

import { ApiError, post } from "/static/js/api.js";
import { redraw } from "./redraw.js";
import { language, t } from "./text.js";
import { load, tell, view } from "./view.js";

const REST = 600; // ms in which the same press again is the second half of a double press
let last = { trigger: "", at: -REST };

/** A change, asked in the clerk's language so that a refusal can be shown as it comes. */
export const send = (path, body = {}) =>
  post(path, body, { retries: 1, timeout: 5000, headers: { "Accept-Language": language() } });

/**
 * Do `work` for a press. It resolves to the sentence that says what was done; a refusal becomes a
 * sentence too. Resolves to whether it was done.
 */
export async function press(trigger, work) {
  if (refusedNow(trigger)) {
    redraw();
    return false;
  }
  view.busy = trigger;
  tell("");
  redraw();
  let done = true;
  let unsure = false;
  try {
    tell(await work());
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    done = false;
    tell(sentence(error), true);
    unsure = error.status === 0;
  } finally {
    await load().catch(() => {});
    if (unsure && view.link === "fresh") {
      tell(t("No answer came to the last press. This is how things stand: go on from here."), true);
    }
    last = { trigger, at: performance.now() };
    view.busy = null;
    redraw(true);
  }
  return done;
}

/** Say why a key does nothing now. */
export function explain(text) {
  tell(text, true);
  redraw(true);
}

function refusedNow(trigger) {
  if (view.link !== "fresh") {
    tell(t("The server cannot be reached; nothing was sent. Wait for the connection."), true);
    return true;
  }
  if (view.busy) {
    tell(t("Still working on the last press."));
    return true;
  }
  if (trigger === last.trigger && performance.now() - last.at < REST) {
    tell(t("Received once. The second press was not counted."));
    return true;
  }
  return false;
}

function sentence(error) {
  if (error.status !== 0) return error.detail || t("This was not done.");
  return t("No answer came. Look here again when the connection is back, before you press anew.");
}
