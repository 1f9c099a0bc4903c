// Which step each key does now. One key, Space, is the whole common path: call, start, finish and call.

import { ask } from "./ask.js";
import { explain, press } from "./press.js";
import { t } from "./text.js";
import { pauseOf } from "./told.js";
import * as verbs from "./verbs.js";
import { view } from "./view.js";

const BUSY = "Finish, park, transfer or miss the ticket at this window first.";

const standing = () => {
  const { ticket, window } = view.picture;
  if (ticket) return ticket.status;
  return window.status === "away" ? "away" : "idle";
};

const noTicket = () => t("No ticket is at this window.");
const nobody = (text) => (view.picture.queue.length ? t("Those who wait are paused.") : text);
const begun = () => t("Service has begun: finish, park or transfer it.");

/** The big step: {label, hint, work}. Without work nothing can be done, and `hint` says why. */
export function primary() {
  const { next } = view.picture;
  const call = next ? t("Call {label}", { label: next.label }) : "";
  switch (standing()) {
    case "away":
      return { label: t("Back at the window"), work: verbs.comeBack };
    case "called":
      return { label: t("Start service"), work: verbs.start };
    case "serving":
      return next
        ? { label: t("Finish, call next"), hint: call, work: verbs.finishAndCall }
        : { label: t("Finish"), hint: nobody(t("Nobody waits after this one.")), work: verbs.finish };
    default:
      return { label: t("Call next"), hint: next ? call : nobody(t("Nobody is waiting.")), work: verbs.callNext };
  }
}

/** The other steps in their fixed places: {id, key, label, hint, run, why}; `why` says why not now. */
export function steps() {
  const { ticket } = view.picture;
  const left = ticket ? view.picture.hall.recalls + 1 - ticket.calls : 0;
  const serving = ticket?.status === "serving";
  const called = !ticket ? noTicket() : serving ? begun() : "";
  const spent = left > 0 ? "" : t("Called often enough. Nobody there: press N.");
  const any = ticket ? "" : noTicket();
  const recalls = ticket && !serving ? t("{n} left", { n: Math.max(0, left) }) : "";
  return [
    step("recall", "R", t("Recall"), called || spent, () => press("recall", verbs.recall), recalls),
    step("park", "P", t("Park"), any, () => ask.park(ticket)),
    step("transfer", "T", t("Transfer"), any, () => ask.transfer(ticket)),
    { ...step("miss", "N", t("No-show"), called, () => press("miss", verbs.miss)), warns: true },
    step("finish", "F", t("Finish only"), any, () => press("finish", verbs.finish)),
  ];
}

/** What concerns the window itself: away and close. */
export function windowSteps() {
  const busy = view.picture.ticket ? t(BUSY) : "";
  const away = standing() === "away" ? t("You are away already.") : busy;
  return [
    step("away", "A", t("Away"), away, ask.away),
    step("close", "C", t("Close"), busy, ask.close),
  ];
}

const step = (id, key, label, why, run, hint = "") => ({ id, key, label, why, run, hint });

/** Do a step, or say why it cannot be done now. */
export const doStep = (one) => (one.why ? explain(one.why) : one.run());

export const doPrimary = () => press("primary", primary().work);

/** Choose a row of the queue or of those set aside. Out of turn is asked about first. */
export function choose(row) {
  if (row.status === "missed") return press(`row-${row.id}`, () => verbs.reinstate(row));
  if (view.picture.ticket) return explain(t(BUSY));
  if (pauseOf(view.picture, row.service)) return explain(t("This service pauses: nobody is called for it."));
  if (row.status === "parked" || row.id === view.picture.next?.id) return callNow(row);
  const at = view.picture.queue.findIndex((each) => each.id === row.id);
  return ask.outOfTurn(row, at, () => callNow(row));
}

const callNow = (row) => press(`row-${row.id}`, () => verbs.call(row));
