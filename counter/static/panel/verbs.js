// What a clerk does, each verb one operation of the API. They resolve to the sentence that is shown.

import { send } from "./press.js";
import { t } from "./text.js";
import { leave, load, sit, view } from "./view.js";

const ticket = () => view.picture.ticket;
const move = (one, verb, body) => send(`/api/tickets/${one.id}/${verb}`, body);

/** Call whoever is next; says so when it is not the one that stood first on the screen. */
export async function callNext() {
  const expected = view.picture.next?.label;
  try {
    const called = await send("/api/calls", { window: view.code });
    return await told(called, expected);
  } catch (error) {
    if (error.code !== "nobody_waiting" || !expected) throw error;
    await load();
    return t("{label} was just called by another window. Nobody else is waiting.", { label: expected });
  }
}

async function told(called, expected) {
  const { label } = called;
  if (!expected || expected === label) return t("{label} is called.", { label });
  await load();
  const waits = view.picture?.queue.some((row) => row.label === expected);
  if (waits) return t("{label} is called: it has come before {expected}.", { label, expected });
  return t("{expected} was just called by another window; {label} is called.", { label, expected });
}

/** Call a chosen ticket. */
export async function call(row) {
  await send(`/api/tickets/${row.id}/call`, { window: view.code });
  return t("{label} is called.", { label: row.label });
}

export async function start() {
  const { label } = await move(ticket(), "start");
  return t("{label}: service has begun.", { label });
}

export async function recall() {
  const { label } = await move(ticket(), "recall");
  return t("{label} is called again.", { label });
}

export async function finish() {
  const { label } = await move(ticket(), "finish");
  return t("{label} is finished. The evaluator is awake.", { label });
}

/** Finish and call next on one press; when the call fails, what was finished stays finished. */
export async function finishAndCall() {
  const done = await finish();
  await load();
  if (!view.picture?.next) return done;
  const called = await callNext();
  return t("{done} {called}", { done, called });
}

export async function miss() {
  const { label } = await move(ticket(), "miss");
  return t("{label} is marked as missed; it can be reinstated from the list.", { label });
}

export async function park(one, note) {
  await move(one, "park", note ? { note } : {});
  return t("{label} is parked.", { label: one.label });
}

/** to: {service} or {window}. */
export async function transfer(one, to, note) {
  await move(one, "transfer", { ...to, ...(note ? { note } : {}) });
  return t("{label} is transferred; it keeps its arrival time.", { label: one.label });
}

export async function reinstate(row) {
  await move(row, "reinstate");
  return t("{label} waits again.", { label: row.label });
}

export async function away(reason) {
  await send(`/api/windows/${view.code}/leave`, { reason });
  return t("The window's sign says that service is paused.");
}

export async function comeBack() {
  await send(`/api/windows/${view.code}/open`, {});
  return t("The window is open again.");
}

export async function close() {
  await send(`/api/windows/${view.code}/close`, {});
  leave();
  return t("The window is closed. Choose another one, or sign out.");
}

export async function open(code, take = false) {
  await send(`/api/windows/${code}/open`, { take });
  sit(code);
  return "";
}
