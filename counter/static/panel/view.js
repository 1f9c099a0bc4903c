// What the panel knows, in one place, and the fetches that fill it.

import { ApiError, get, post } from "/static/js/api.js";
import { redraw } from "./redraw.js";
import { name, t } from "./text.js";

const QUICK = { retries: 0, timeout: 5000 };

/**
 * me: {login, window, clerk}; counter: read_counter's picture, while no window is chosen;
 * code and picture: the chosen window and read_window's picture; link: "loading", "fresh" or "cut";
 * busy: the trigger of the press under way; note: {text, warns, until}; dialog: what asks now;
 * opened: {call, told}, what was noted about the ticket of a call.
 */
export const view = {
  me: null, counter: null, code: null, picture: null,
  link: "loading", busy: null, note: null, dialog: null, opened: {},
};

/** Whether this page shows what stands behind an address that the server says has changed. */
export const concerns = (address) => !view.code || address === `/api/windows/${view.code}`;

/** Say one sentence for a while; `warns` when something was not done. */
export function tell(text, warns = false) {
  view.note = text ? { text, warns, until: performance.now() + 9000 } : null;
}

/** Fetch what the panel shows. Resolves to {seq}; a failure marks the link as cut and is thrown on. */
export async function load() {
  try {
    const found = await (view.code ? loadWindow(view.code) : loadCounter());
    if (view.link === "cut") tell(t("Connected again. This is how things stand."));
    view.link = "fresh";
    return { seq: found?.seq };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) view.link = "cut";
    throw error;
  }
}

async function loadCounter() {
  const found = await get("/api/counter", QUICK);
  view.counter = found;
  view.me = found.me;
  document.documentElement.dataset.zone = found.hall.timezone;
  if (!found.me.window) return found;
  view.code = found.me.window;
  return loadWindow(view.code);
}

async function loadWindow(code) {
  const found = await get(`/api/windows/${code}`, QUICK).catch((error) => {
    if (["other_window", "unknown_window"].includes(error.code)) return null;
    throw error;
  });
  if (code !== view.code) return found;
  if (!found || !mine(found.window)) return lost(found?.window);
  if (view.picture && found.seq < view.picture.seq) return view.picture;
  if (view.dialog?.ticket && view.dialog.ticket !== found.ticket?.id) view.dialog = null;
  return (view.picture = found);
}

const mine = (window) => window.clerk === view.me.login && window.status !== "closed";

async function lost() {
  const gone = view.picture?.window;
  leave();
  const found = await loadCounter();
  if (!gone || !found.windows) return found;
  const now = found.windows.find((each) => each.code === gone.code);
  const who = now?.clerk && now.clerk !== view.me.login ? name(now.clerk_name) || now.clerk : "";
  const place = name(gone.name);
  tell(who ? t("{who} has taken over {place}.", { who, place }) : t("{place} was closed.", { place }), true);
  return found;
}

/** Fetch the note on the ticket here, once a call: each opening is written down. */
export async function openNote() {
  const ticket = view.picture?.ticket;
  const call = ticket?.noted && ticket.id + ticket.called_at;
  if (call === view.opened.call) return;
  const mine = (view.opened = { call });
  if (!call) return;
  try {
    mine.told = await post(`/api/tickets/${ticket.id}/note`, {}, QUICK);
    redraw();
  } catch {
    mine.call = ""; // the next draw asks again
  }
}

/** Stand at a window whose opening the server has confirmed. */
export function sit(code) {
  Object.assign(view, { code, picture: null, dialog: null });
}

/** Stand at no window. */
export function leave() {
  Object.assign(view, { code: null, picture: null, dialog: null });
}
