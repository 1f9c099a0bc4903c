// Everything also by keyboard or keypad: arrows move, Enter presses, digits pick, Esc goes back.

const ARROWS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};
const TWO_DIGITS = 900; // ms in which a second digit may follow
let typed = "";
let timer;

/** pick(number): the service or reason with that number; count(): how many there are; back(): Esc. */
export function useKeyboard({ pick, count, back }) {
  addEventListener("pointerdown", () => delete document.documentElement.dataset.keys);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    document.documentElement.dataset.keys = "on";
    if (event.key in ARROWS) move(event, ...ARROWS[event.key]);
    else if (/^\d$/.test(event.key)) digit(event.key, count(), pick);
    else if (event.key === "Escape" || event.key === "Backspace") back();
  });
}

/** A digit picks at once when no larger number could begin with it. */
function digit(key, most, pick) {
  clearTimeout(timer);
  typed = `${typed}${key}`;
  const decide = () => {
    const number = Number(typed);
    typed = "";
    if (number >= 1 && number <= most) pick(number);
  };
  if (Number(typed) * 10 > most || typed.length > 1) decide();
  else timer = setTimeout(decide, TWO_DIGITS);
}

const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];

/** Focus the nearest control in a direction; with no focus yet, the first one. */
function move(event, right, down) {
  event.preventDefault();
  const controls = reachable();
  const from = controls.includes(document.activeElement) ? document.activeElement : null;
  if (!from) return controls[0]?.focus();
  const [x, y] = middle(from.getBoundingClientRect());
  let best = null;
  let least = Infinity;
  for (const control of controls) {
    const [toX, toY] = middle(control.getBoundingClientRect());
    const along = (toX - x) * right + (toY - y) * down;
    const aside = Math.abs((toX - x) * down) + Math.abs((toY - y) * right);
    const cost = along + aside * 3;
    if (control === from || along < 1 || cost >= least) continue;
    best = control;
    least = cost;
  }
  best?.focus();
}

/** What can be pressed now: a dialog in front keeps the rest out. */
export function reachable() {
  const front = document.querySelector("[role=alertdialog]") ?? document;
  return [...front.querySelectorAll("button:not(:disabled), a[href]")].filter(
    (control) => control.getClientRects().length > 0,
  );
}
