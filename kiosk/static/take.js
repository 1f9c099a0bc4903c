// Taking a number: one press is one ticket, however often the line breaks or a finger trembles.

import { ApiError, get, post } from "../js/api.js";
import { freshId } from "../js/keys.js";
import { change, language, state } from "./state.js";

const AGAIN = 2000; // ms between tries while the server cannot be reached
const LOOK = 1500; // ms between looks at what became of the slip
const SLOW = 8000; // ms after which a slip that has not come is not coming soon

/** Press a service. While one press is under way no other counts. */
export async function take(service) {
  if (state.attempt) return;
  const body = { service: service.code, language: language() };
  if (state.priority) body.priority = state.priority.code;
  const attempt = { key: freshId(), body, since: performance.now(), troubled: false };
  change({ attempt, service, step: "asking" });
  try {
    const ticket = await persist(attempt);
    if (state.attempt !== attempt) return giveBack(ticket);
    change({ ticket, attempt: null, paper: ticket.paper, step: "done" });
    if (ticket.paper) followSlip(ticket);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (state.attempt === attempt) change({ attempt: null, refusal: error, step: "refused" });
  }
}

/** Ask until the server says yes or no; the same key each time, so no answer is ever lost. */
async function persist(attempt) {
  for (;;) {
    try {
      const options = { idempotencyKey: attempt.key, retries: 0, timeout: 6000 };
      return await post("/api/tickets", attempt.body, options);
    } catch (error) {
      const undecided = error.status === 0 || error.status === 429 || error.status >= 500;
      if (!(error instanceof ApiError) || !undecided) throw error;
      attempt.troubled = true;
      change();
    }
    await new Promise((done) => setTimeout(done, AGAIN));
  }
}

/** The citizen went away before the number came: nobody shall be called in vain. */
function giveBack(ticket) {
  post(`/api/tickets/${ticket.id}/cancel`).catch((error) => console.warn("not given back", error));
}

async function followSlip(ticket) {
  const begun = performance.now();
  while (state.ticket === ticket) {
    await new Promise((done) => setTimeout(done, LOOK));
    const seen = await get(`/api/tickets/${ticket.id}`, { retries: 0 }).catch(() => null);
    if (state.ticket !== ticket) return;
    const late = performance.now() - begun > SLOW;
    const paper = seen?.paper ?? state.paper;
    const settled = paper === "done" || paper === "unknown";
    change({ paper: late && !settled ? "late" : paper, paperAt: seen?.paper_at ?? state.paperAt });
    if (settled) return;
  }
}
