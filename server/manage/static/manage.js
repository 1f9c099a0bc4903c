// What helps on pages that work without it: regions that keep themselves new, copying, revealing.

import { oneAtATime } from "/static/js/coalesce.js";

const EVERY = 2000; // ms

/** A region with data-live="/its/page" is drawn anew by the server and put in place when it changed. */
function keepNew(region) {
  let known = null;
  let pressed = false;
  region.addEventListener("pointerdown", () => (pressed = true));
  addEventListener("pointerup", () => setTimeout(() => (pressed = false)));
  const look = oneAtATime(async () => {
    const page = await fetched(region.dataset.live);
    const fresh = page?.getElementById(region.id);
    const asking = region.querySelector("details.confirm[open]");
    if (!fresh || pressed || asking || fresh.innerHTML === (known ?? region.innerHTML)) return;
    known = fresh.innerHTML;
    put(region, known);
  });
  setInterval(() => document.hidden || look(), Number(region.dataset.every) || EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}

/** New content in the old one's place; whoever stands on a link or button still stands on it. */
function put(region, content) {
  const here = region.contains(document.activeElement) ? address(document.activeElement) : null;
  region.innerHTML = content;
  if (here === null) return;
  const same = [...region.querySelectorAll("a, button, summary")].find((one) => address(one) === here);
  same?.focus({ preventScroll: true });
}

const address = (element) =>
  element.getAttribute("href") ??
  element.getAttribute("formaction") ??
  `${element.closest("tr, form")?.textContent} ${element.textContent}`;

const underway = new Map();

/** The page at a path; regions of one page that ask at the same time share one answer. */
function fetched(path) {
  if (!underway.has(path)) underway.set(path, ask(path).finally(() => underway.delete(path)));
  return underway.get(path);
}

async function ask(path) {
  const stale = document.getElementById("stale");
  let answer;
  try {
    answer = await fetch(path, { signal: AbortSignal.timeout(8000) });
  } catch {
    if (stale) stale.hidden = false;
    return null;
  }
  if (answer.redirected) location.reload(); // the session has ended
  if (stale) stale.hidden = answer.ok;
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

function offerCopy(button) {
  const field = document.getElementById(button.dataset.copy);
  const done = document.querySelector(`[data-copied="${button.dataset.copy}"]`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // plain http: the clipboard only takes a selection
    }
    done.hidden = false;
  });
}

function offerReveal(label) {
  const field = document.getElementById(label.dataset.reveal);
  const box = label.querySelector("input");
  label.hidden = false;
  box.addEventListener("change", () => (field.type = box.checked ? "text" : "password"));
}

document.querySelectorAll("[data-live]").forEach(keepNew);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
document.querySelectorAll("[data-reveal]").forEach(offerReveal);
