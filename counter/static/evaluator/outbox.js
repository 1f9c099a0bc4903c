// Grades that were pressed and that the server does not have yet: they outlive a reload, and an hour without a server.

import { ApiError, post } from "/static/js/api.js";
import { key as own } from "/static/js/keys.js";

const PLACE = `jiaohao.ratings:${location.pathname}`;
const AGAIN = new Set([0, 401, 429]); // nobody answered, or not now: the grade is asked for anew

/** What is kept, oldest first: {ticket, clerk, score, reasons, at, key, until, ends, sending}. */
export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE));
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

/** Keep a choice as it is now. */
export function keep(choice) {
  const { ticket, clerk, score, at, key, until, ends, sending } = choice;
  const reasons = [...choice.reasons];
  write([...others(key), { ticket, clerk, score, reasons, at, key, until, ends, sending }]);
}

/** A choice was taken back, or the server has answered it. */
export const drop = ({ key }) => write(others(key));

/** Send a choice: "thanks", "already", "late", or "" when it is not known whether it came. */
export async function deliver({ ticket, score, reasons, at, key }) {
  if (!own()) return ""; // whoever is signed in in this browser gives no grade
  const body = { score, reasons: [...reasons], at };
  try {
    await post(`/api/tickets/${ticket}/rate`, body, { retries: 0, timeout: 4000, idempotencyKey: key });
    return "thanks";
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (AGAIN.has(error.status) || error.status >= 500) return "";
    return error.code === "already_rated" ? "already" : "late";
  }
}

const others = (key) => kept().filter((one) => one.key !== key);

function write(list) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(list));
  } catch {
    // Storage is switched off or full: the choice lives as long as the page does.
  }
}
