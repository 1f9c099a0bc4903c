// Every step has a key. Space is the big step wherever the focus rests, except on another control.

import { view } from "./view.js";
import { choose, doPrimary, doStep, steps, windowSteps } from "./steps.js";

const FIELD = "input, textarea, select";
const CONTROL = "button, a, summary";
const ROW = "[data-row]";

/** Listen to the keyboard for as long as the page lives. */
export function listenToKeys() {
  document.addEventListener("keydown", pressed);
  // A button acts when Space is let go: ours has acted already.
  document.addEventListener("keyup", (event) => event.key === " " && isOurs(event) && event.preventDefault());
}

const isOurs = ({ target }) =>
  !view.dialog && view.picture && !target.closest(FIELD) &&
  (!target.closest(CONTROL) || target.closest("[data-primary]"));

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
  if (event.repeat && !event.key.startsWith("Arrow")) return;
  if (view.dialog) digit(event, `dialog [data-key="${event.key}"]`);
  else if (!view.picture) digit(event, `main [data-key="${event.key}"]`);
  else if (event.key === " ") space(event);
  else if (event.key === "Escape") home();
  else if (event.key.startsWith("Arrow")) walk(event);
  else if (!event.target.closest(FIELD)) letter(event);
}

/** A digit presses what carries it. */
function digit(event, selector) {
  if (!/^[0-9]$/.test(event.key) || event.target.closest(FIELD)) return;
  document.querySelector(selector)?.click();
}

function space(event) {
  if (!isOurs(event)) return;
  event.preventDefault();
  doPrimary();
}

function letter(event) {
  // With a Chinese input method on, `key` is "Process"; the key's place still tells which it is.
  const pressedKey = /^[a-z]$/i.test(event.key) ? event.key.toUpperCase() : event.code.replace("Key", "");
  const found = [...steps(), ...windowSteps()].find((step) => step.key === pressedKey);
  if (!found) return;
  event.preventDefault();
  doStep(found);
}

/** Up and down go through the queue and those set aside; before the first row is the big step. */
function walk(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const rows = [...document.querySelectorAll(ROW)];
  const at = rows.indexOf(document.activeElement);
  const to = at + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  if (to < 0) home();
  else rows[Math.min(to, rows.length - 1)]?.focus();
}

/** The focus rests on the big step, where Space is. */
export function home() {
  document.querySelector("[data-primary]")?.focus({ preventScroll: true });
}

/** What a row does when it is clicked, or when Enter is pressed on it. */
export const rowPressed = (row) => () => choose(row);
