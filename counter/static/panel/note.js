// What was noted about the ticket at the window. Each opening is written down: it is asked for once a call.

import { ApiError, post } from "/static/js/api.js";
import { redraw } from "./redraw.js";
import { view } from "./view.js";

const AGAIN = 5000; // ms until a note that did not come is asked for once more
const QUICK = { retries: 0, timeout: 5000 };
let known = null; // {call, note, readable, tried}

const callOf = (ticket) => `${ticket.id} ${ticket.called_at}`;

/** The note of the ticket at the window as {note, readable}; null while it is not there. */
export const noteOf = (ticket) =>
  known?.call === callOf(ticket) && "readable" in known ? known : null;

/** Fetch the note of the ticket at the window when it has one, and forget it when the ticket has gone. */
export async function openNote() {
  const ticket = view.picture?.ticket;
  if (!ticket?.noted) return void (known = null);
  const call = callOf(ticket);
  const waits = known?.call === call && ("readable" in known || performance.now() - known.tried < AGAIN);
  if (waits || view.link !== "fresh") return;
  const mine = (known = { call, tried: performance.now() });
  try {
    Object.assign(mine, await post(`/api/tickets/${ticket.id}/note`, {}, QUICK));
    redraw();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
