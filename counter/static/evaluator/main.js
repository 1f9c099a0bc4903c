// The five buttons at a window: boot, listen, draw.

import { render } from "/static/vendor/lit-html/lit-html.js";
import { get } from "/static/js/api.js";
import { everySecond } from "/static/js/clock.js";
import { key } from "/static/js/keys.js";
import { listen } from "/static/js/live.js";
import { paired, unpair } from "/static/js/pair.js";
import { onPortrait } from "./portrait.js";
import { back, choose, onChoice, resume, submit, tick, toggle, touched } from "./choice.js";
import { screen } from "./screen.js";
import { asking, phase, state } from "./state.js";

const root = document.getElementById("evaluator");
const { code } = root.dataset;
const QUIET = 7; // seconds; the server beats every 5
const AGAIN = 5000; // ms until what could not be had is asked for anew
const device = { role: "evaluator", place: code, why: key() && "The pairing of this screen has ended" };
let drawn = "";
let asked = 0;

function draw() {
  render(screen(), root);
  root.dataset.phase = phase();
  if (phase() === drawn) return;
  drawn = phase();
  // Nothing is chosen beforehand: the focus rests on the page, never on a grade.
  document.querySelector("main")?.focus({ preventScroll: true });
}

async function refresh() {
  if (root.inert) return null;
  asked = performance.now();
  try {
    const found = await get(`/api/evaluators/${code}`, { retries: 0, timeout: 5000 });
    document.documentElement.dataset.zone = found.hall.timezone;
    const first = !state.picture;
    Object.assign(state, { picture: found, cut: false, gone: false });
    if (first) resume();
    return found;
  } catch (error) {
    refused(error);
    throw error;
  } finally {
    tick();
    draw();
  }
}

/** Only the server's own word ends anything: a proxy's page does not. */
function refused({ code: why }) {
  state.gone = /^unknown_/.test(why);
  state.cut = !state.gone;
  if (["other_window", "not_allowed"].includes(why)) unpair({ ...device, why: "This screen was paired for another place" });
}

function pressed(event) {
  if (root.inert) return; // who pairs this screen sees no grades
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  // A keypad's keys are its figures with and without NumLock.
  const figure = /^(?:Digit|Numpad)(\d)$/.exec(event.code) ?? /^(\d)$/.exec(event.key);
  const digit = figure ? Number(figure[1]) : -1;
  if (phase() === "grades") {
    if (asking().grades.includes(digit)) choose(digit);
  } else if (phase() === "reasons") answered(event, digit);
}

function answered(event, digit) {
  const reason = state.picture.reasons[digit - 1];
  if (reason) toggle(reason);
  if (digit === 0 || event.key === "Escape" || event.key === "Backspace") back();
  if (event.key === "Enter" && !event.target.closest("button")) submit();
}

if (paired(device)) {
  onChoice(draw);
  onPortrait(draw);
  document.addEventListener("keydown", pressed);
  document.addEventListener("pointerdown", touched, { capture: true });
  const live = listen({ refresh });
  for (const change of ["online", "offline"]) addEventListener(change, () => live.refresh());
  everySecond(() => {
    if (root.inert) return;
    const wanting = state.gone || state.cut;
    if (live.sinceHeard() > QUIET || (wanting && performance.now() - asked > AGAIN)) live.refresh();
    tick();
    draw();
  });
}
