// What boards, voice, paper and this window's devices report, one dot and one sentence each.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { since, timeWithSeconds } from "/static/js/clock.js";
import { t } from "./text.js";
import { view } from "./view.js";

const DEVICES = { evaluator: "Evaluator", keypad: "Keypad", sign: "Window sign" };
const LOW = { battery: "{device}: battery {n}%", link: "{device}: link {n}%" };
const PATIENCE = 6; // seconds a board may take to say that it has drawn a call

/** The signals of a picture: screens and voice of the present call, paper that waits, devices that are not well. */
export const signals = (picture) => html`<ul class="signals">
  ${[...call(picture.ticket), ...paper(picture.paper_waiting), ...picture.ailing.map(ails), link()].map(
    ([tone, text]) => html`<li class=${tone}>${text}</li>`,
  )}
</ul>`;

function call(ticket) {
  if (!ticket) return [];
  const { drew, spoke, spoken_at: at } = ticket.shown;
  if (!drew) {
    const late = since(ticket.called_at) > PATIENCE;
    return [late ? ["bad", t("No screen has shown this call yet")] : ["", t("On its way to the screens …")]];
  }
  const screens = ["good", drew === 1 ? t("Shown on 1 screen") : t("Shown on {n} screens", { n: drew })];
  if (!spoke) return [screens];
  return [screens, ["good", t("Spoken to the end at {time}", { time: timeWithSeconds(at) })]];
}

function paper(waiting) {
  if (!waiting) return [];
  return [["bad", waiting === 1 ? t("1 slip waits for the printer") : t("{n} slips wait for the printer", { n: waiting })]];
}

const ails = ({ kind, state, level: n }) =>
  ["bad", t(LOW[state] ?? "{device} is not connected", { device: t(DEVICES[kind]), n })];

const link = () => (view.link === "fresh" ? ["good", t("Connected")] : ["bad", t("Not connected")]);
