// The kiosk: pair it, keep its picture, draw what the citizen is doing.

import { render } from "../vendor/lit-html/lit-html.js";
import { get } from "../js/api.js";
import { listen } from "../js/live.js";
import { paired } from "../js/pair.js";
import { asksToStay, watchIdle } from "./idle.js";
import { reachable, useKeyboard } from "./keyboard.js";
import { refit } from "./fit.js";
import { choices, screen } from "./screen.js";
import { beginAnew, change, drawWith, inUse, language, low, state } from "./state.js";

const SETTLE = 400; // ms in which a trembling finger's second tap finds nothing to press

const root = document.getElementById("kiosk");
const html = document.documentElement;
let shown = "";

function draw() {
  html.lang = language();
  html.dataset.zone = state.picture?.hall.timezone ?? "";
  html.dataset.size = state.large ? "large" : "";
  html.dataset.shape = innerWidth > innerHeight ? "wide" : low() ? "low" : "tall";
  render(screen(), root);
  const name = `${state.step}${asksToStay()}`;
  if (name !== shown) settle(name);
  refit(root);
}

function settle(name) {
  const first = shown === "";
  shown = name;
  if (first) return;
  root.inert = true;
  setTimeout(() => {
    root.inert = false;
    if (html.dataset.keys) reachable()[0]?.focus();
  }, SETTLE);
}

function back() {
  if (state.step === "asking" && !state.attempt?.troubled) return;
  if (asksToStay()) return change();
  if (state.step === "reasons" || state.step === "closed") return change({ step: "services" });
  if (inUse()) beginAnew();
}

async function load() {
  const picture = await get(`/api/kiosks/${root.dataset.code}`);
  change({ picture, link: "fresh" });
  return picture;
}

if (paired({ role: "kiosk", place: root.dataset.code })) {
  drawWith(draw);
  draw();
  watchIdle();
  useKeyboard({ count: () => choices().length, pick: (number) => choices()[number - 1]?.(), back });
  addEventListener("resize", () => change());
  setInterval(change, 10_000); // the clock, and what opens next
  let first = load();
  first.catch(() => change({ link: "stale" }));
  listen({
    refresh: () => {
      const answer = first ?? load();
      first = null;
      return answer;
    },
    picture: (picture) => change({ picture, link: "fresh" }),
    state: (link) => change({ link }),
  });
}
