// What the floor's page knows and asks, in one place, and how a verb is done.

import { ApiError, post } from "/static/js/api.js";
import { word } from "./floor_words.js";

const STAYS = 8000; // ms that a sentence about what was done stays

/**
 * picture: read_floor's; cut: the server cannot be reached; asked: the question in front, with its own
 * `error`; said: {text, warns, until}; busy: a verb is under way.
 */
export const view = { picture: null, cut: false, asked: null, said: null, busy: false };

let redraw = () => {};
let reread = () => {};

/** Have `draw()` called at every change of the view, and `read()` when the floor must be read anew. */
export const onChange = (draw, read) => ([redraw, reread] = [draw, read]);

/** Put a question in front; `drop` puts it away. */
export function ask(asked) {
  view.asked = asked;
  redraw();
}

export const drop = () => ask(null);

/** Say one sentence for a while. */
export function tell(text, warns = false) {
  view.said = { text, warns, until: performance.now() + STAYS };
  redraw();
}

/** A change; a refusal comes in the language that leads here. */
export const send = (path, body = {}) =>
  post(path, body, { retries: 1, timeout: 5000, headers: { "Accept-Language": "zh-CN" } });

/**
 * Do `work` once. It resolves to the sentence that says what was done, or to nothing when it has put
 * another question in front. A refusal stays in the question, so that nothing typed is lost.
 */
export async function act(work) {
  if (view.busy) return;
  const { asked } = view;
  view.busy = true;
  if (asked) asked.error = "";
  redraw();
  try {
    const done = await work();
    if (done && view.asked === asked) view.asked = null;
    if (done) tell(done);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const why = error.status ? error.detail || word("This was not done.") : word("No answer came; look at the floor before you press again.");
    if (asked && view.asked === asked) asked.error = why;
    else tell(why, true);
  } finally {
    view.busy = false;
    reread();
    redraw();
  }
}
