// Questions before a step: each opens the one dialog, which answers by keyboard alone.

import { press } from "./press.js";
import { redraw } from "./redraw.js";
import { name, t } from "./text.js";
import * as verbs from "./verbs.js";
import { view } from "./view.js";

function put(dialog) {
  view.dialog = dialog;
  redraw();
}

/** Put the question away; the focus returns to the big step. */
export function drop() {
  put(null);
}

/** Do what was answered. A refusal stays in the question, so that nothing typed is lost. */
async function answer(trigger, work) {
  const asked = view.dialog;
  const done = await press(trigger, work);
  if (view.dialog !== asked) return done;
  if (done) view.dialog = null;
  else view.dialog.error = view.note?.text ?? "";
  redraw();
  return done;
}

export const ask = {
  park: (ticket) =>
    put({
      kind: "park", ticket: ticket.id, label: ticket.label,
      send: (note) => answer("park", () => verbs.park(ticket, note)),
    }),
  transfer: (ticket) =>
    put({
      kind: "transfer", ticket: ticket.id, label: ticket.label, service: ticket.service,
      send: (to, note) => answer("transfer", () => verbs.transfer(ticket, to, note)),
    }),
  away: () =>
    put({ kind: "away", send: (reason) => answer("away", () => verbs.away(reason)) }),
  close: () =>
    put({
      kind: "confirm",
      title: t("Close {place}?", { place: name(view.picture.window.name) }),
      text: t("Its sign says that it is closed. Your day's figures are kept."),
      yes: t("Close the window"),
      send: () => answer("close", verbs.close),
    }),
  take: (window) =>
    put({
      kind: "confirm",
      title: t("Take over {place}?", { place: name(window.name) }),
      text: t("{who} is there now. Their panel says that you have taken over.", {
        who: name(window.clerk_name) || window.clerk || "",
      }),
      yes: t("Take over"),
      send: () => answer("open", () => verbs.open(window.code, true)),
    }),
  outOfTurn: (row, ahead, call) =>
    put({
      kind: "confirm",
      title: t("Call {label} out of turn?", { label: row.label }),
      text: t("People before it: {n}. The journal says that it was chosen.", { n: ahead }),
      yes: t("Call {label}", { label: row.label }),
      send: async () => {
        view.dialog = null;
        await call();
      },
    }),
};
