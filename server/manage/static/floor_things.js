// Devices and printers: quiet lines that speak up when something is wrong.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { since, time } from "/static/js/clock.js";
import { mark, name, t, trouble } from "./floor_words.js";

const HERE = 120; // seconds; who was heard from within them is here, also without a socket
const ROLES = {
  evaluator: "Evaluator", window: "Keypad", agent: "Agent", keypad: "Keypad", sign: "Window sign",
}; // a kiosk's and a board's own names say what they are

const STATES = {
  blocked: "Not plugged in", mute: "Says nothing", gone: "Its agent is not heard",
  refused: "Its agent may not use it", unkept: "Presses cannot be kept", stalled: "Takes nothing",
  twins: "Two have this name",
}; // of a state, or of a reason that tells more
const LOW = 15; // percent of a battery, or of a link

/** Both lists, side by side. */
export const things = ({ devices: all, plugged, printers }) => html`<div class="things">
  <section aria-labelledby="devices"><h2 id="devices">${t("Devices", {}, "beside")}</h2>${devices(all)}${hanging(plugged)}</section>
  <section aria-labelledby="printers"><h2 id="printers">${t("Printers", {}, "beside")}</h2>
    <ul class="quiet-list">${printers.map(printer)}</ul></section>
</div>`;

/** Of several keys for one place the one that was heard from last speaks. */
function places(all) {
  const found = new Map();
  for (const one of all) {
    const spot = `${one.role}:${one.place ?? one.name}`;
    const kept = found.get(spot);
    if (!kept || one.online || (!kept.online && (one.seen_at ?? "") > (kept.seen_at ?? ""))) found.set(spot, one);
  }
  return [...found.values()];
}

const present = (one) => one.online || (one.seen_at !== null && since(one.seen_at) < HERE);

function devices(all) {
  const known = places(all);
  const gone = known.filter((one) => !present(one));
  const here = known.length - gone.length;
  const values = { here, all: known.length };
  return html`<ul class="quiet-list">
    <li class="sum">${known.length ? t("{here} of {all} here", values, "beside") : t("No device is paired yet.", {}, "beside")}</li>
    ${gone.map((one) => html`<li>${ROLES[one.role] ? t(ROLES[one.role], {}, "beside") : ""}
      <strong>${one.place_name ? name(one.place_name, "beside") : one.name}</strong>
      <span class="soft">${last(one)}</span></li>`)}
  </ul>`;
}

function last({ seen_at: at }) {
  if (at === null) return t("never here", {}, "beside");
  return since(at) < 86_400 ? t("last at {at}", { at: time(at) }, "beside") : t("not here today", {}, "beside");
}

/** What hangs on agents and is not well; with nothing wrong there is nothing to say. */
function hanging(all) {
  const ill = all.filter((one) => one.state !== "ready" || low(one.battery) || low(one.link));
  return html`<ul class="quiet-list">${ill.map((one) => html`<li data-device=${one.code}>${mark()}
    ${t(ROLES[one.kind], {}, "beside")} <strong>${name(one.window_name, "beside")}</strong>
    <span class="soft">${one.state === "ready" ? levels(one) : t(condition(one), {}, "beside")}</span>
  </li>`)}</ul>`;
}

const condition = (one) => (one.state !== "gone" && STATES[one.reason]) || STATES[one.state];
const low = (level) => level !== null && level <= LOW;

function levels({ battery, link }) {
  return html`${low(battery) ? t("Battery {n}%", { n: battery }, "beside") : ""}
    ${low(link) ? t("Link {n}%", { n: link }, "beside") : ""}`;
}

function printer(one) {
  const blocked = one.state === "blocked";
  const wrong = blocked || one.near_end || one.undecided > 0;
  return html`<li data-code=${one.code}>${wrong ? mark() : ""}
    <strong>${name(one.name, "beside")}</strong>
    ${blocked ? trouble(one.reason, "beside") : t(one.state === "mute" ? "Tells nothing back" : "Ready", {}, "beside")}
    ${one.near_end ? t("Paper is running out", {}, "beside") : ""}
    ${one.slips_left === null ? "" : t("Paper for about {n} slips", { n: one.slips_left }, "beside")}
    ${one.queued ? t("{n} slips wait", { n: one.queued }, "beside") : ""}
    ${one.undecided ? html`<a href="/manage/paper">${t("{slips} slips, printed or not", { slips: one.undecided }, "beside")}</a>` : ""}
  </li>`;
}
