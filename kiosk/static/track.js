// The phone page: whose ticket, how it stands, and what its holder may do.

import { html, render } from "../vendor/lit-html/lit-html.js";
import { ApiError, post } from "../js/api.js";
import { named, say } from "../js/words.js";
import { arm, bell, hush, ring } from "./track_bell.js";
import { follow } from "./track_poll.js";
import { calm, ticket, top } from "./track_view.js";

const LANGUAGES = { "zh-Hans": "中文", en: "English", "zh-Hant": "繁體" };
const token = location.pathname.split("/")[2];
const bearer = { headers: { Authorization: `Bearer ${token}` } };
const root = document.getElementById("track");
const state = {
  picture: null, lang: "", fresh: true, gone: false, asking: false, ringing: false, error: "",
  choice: { score: 0, reasons: new Set(), sent: false, error: "" },
};
let calls = 0; // how often this ticket has been called, as far as this page knows

function guess() {
  const wanted = navigator.language.toLowerCase();
  if (wanted.startsWith("en")) return "en";
  return /^zh-(hant|tw|hk|mo)/.test(wanted) ? "zh-Hant" : "zh-Hans";
}

function draw() {
  const lang = state.lang || state.picture?.language || guess();
  document.documentElement.lang = lang;
  document.documentElement.dataset.zone = state.picture?.hall.timezone ?? "";
  render(html`${page({ ...state, lang, bell })}${tongues(lang)}${state.asking ? sure(lang) : ""}`, root);
  root.querySelector("dialog:not([open])")?.showModal();
}

function page(view) {
  if (state.gone) {
    return calm(view.lang, "This ticket is not known here",
      "Please scan the code on your slip again, or ask at the help desk.", {}, true);
  }
  if (view.picture) return ticket(view, act);
  if (view.fresh) return html`${top(view)}${calm(view.lang, "One moment …", "", {}, true)}`;
  return html`${top(view)}${calm(view.lang, "The hall cannot be reached",
    "This page tries again by itself. Your number stays good.", {}, true)}`;
}

const tongues = (lang) => html`<footer class="tongues">${Object.entries(LANGUAGES).map(([tag, name]) =>
  html`<button class="button plain" lang=${tag} aria-pressed=${tag === lang}
    @click=${() => set({ lang: tag })}>${name}</button>`)}</footer>`;

const sure = (lang) => html`<dialog aria-labelledby="sure" @close=${() => set({ asking: false })}>
  <h2 id="sure" lang=${lang}>${say(lang, "Give up {label}?", { label: state.picture.label })}</h2>
  <p lang=${lang}>${say(lang, "It does not come back: later you would take a new number and wait from the start.")}</p>
  ${state.error ? html`<p class="notice warning" role="alert">${state.error}</p>` : ""}
  <button class="button wide" autofocus @click=${() => set({ asking: false })}>
    <span lang=${lang}>${say(lang, "Keep my number")}</span></button>
  <button class="button danger wide" @click=${cancel}>
    <span lang=${lang}>${say(lang, "Yes, give it up")}</span></button>
</dialog>`;

function set(values) {
  Object.assign(state, values);
  draw();
}

const act = {
  arm: () => arm().then(draw),
  hush: () => (hush(), set({ ringing: false })),
  cancel: () => set({ asking: true, error: "" }),
  choose: (score) => set({ choice: { ...state.choice, score, error: "" } }),
  reason: (code) => (state.choice.reasons.delete(code) || state.choice.reasons.add(code), draw()),
  send: async () => {
    const { score, reasons } = state.choice;
    set({ choice: { ...state.choice, sent: true, error: "" } });
    const error = await tell("rate", { score, reasons: score <= 2 ? [...reasons] : [] });
    set({ choice: { ...state.choice, sent: false, error } });
  },
};

async function cancel() {
  const error = await tell("cancel", {});
  set({ error, asking: Boolean(error) });
}

/** Do a move of the ticket; "" when it is done, else what to say. */
async function tell(verb, body) {
  try {
    await post(`/api/tickets/${state.picture.id}/${verb}`, body,
      { headers: { ...bearer.headers, "Accept-Language": document.documentElement.lang } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.status ? error.detail : say(document.documentElement.lang, "Not sent. Please try again.");
  } finally {
    looks.look();
  }
  return "";
}

function got(picture) {
  const told = picture.story.filter((step) => /^(re)?called$/.test(step.kind)).length;
  const rings = picture.status === "called" && told > calls;
  calls = told;
  state.ringing = picture.status === "called" && (rings || state.ringing);
  if (rings) ring(picture.label, named(picture.window_name, state.lang || picture.language));
  if (picture.status !== "called") hush();
  document.title = picture.status === "called"
    ? `${picture.label} → ${named(picture.window_name, "zh-Hans")}` : `${picture.label} · 叫号`;
  set({ picture, fresh: true });
}

function trouble(error, failures) {
  if (error.status === 401 || error.status === 404) return set({ gone: true, fresh: false });
  if (failures > 1 || !state.picture) set({ fresh: false });
}

draw();
const looks = follow(token, { got, trouble });
