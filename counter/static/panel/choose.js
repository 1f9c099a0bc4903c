// Where do I sit down? Each window with its services, its state and who is there.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { meta } from "/static/js/keys.js";
import { ask } from "./ask.js";
import { press } from "./press.js";
import { languageButton } from "./screen.js";
import { name, t } from "./text.js";
import * as verbs from "./verbs.js";
import { view } from "./view.js";

/** The page before a window is chosen. */
export const choosing = () => html`
  <header class="top">
    <p class="place">${name(view.counter.hall.name)}</p>
    <p class="today"><span>${name(view.me.clerk?.name) || view.me.login} ${view.me.clerk?.number ?? ""}</span></p>
    ${languageButton()} ${signOut()}
  </header>
  <main class="choose">
    <h1>${view.counter.windows.length ? t("Which window do you sit at?") : t("There is no window yet")}</h1>
    <p class="soft">${view.counter.windows.length
      ? t("Press its number, or choose with Tab and Enter.")
      : t("Please ask the administrator to set one up. It shows here at once.")}</p>
    <p class="said ${view.note?.warns ? "warns" : ""}" role="status">${notice()}</p>
    <ul class="places">${view.counter.windows.map(place)}</ul>
  </main>`;

function notice() {
  if (view.note) return view.note.text;
  return view.link === "cut" ? t("The server cannot be reached. This page keeps trying.") : "";
}

function place(window) {
  const served = window.services.map((code) => name(service(code)?.name)).join("\u00a0· ");
  return html`<li><button class="pressable place-card" data-key=${window.code} @click=${() => take(window)}>
    <span class="name">${name(window.name)}</span>
    <span class="served">${served}</span>
    <span class="who">${state(window)}</span>
  </button></li>`;
}

const service = (code) => view.counter.services.find((each) => each.code === code);

function state(window) {
  if (window.status === "closed") return html`<span class="soft">${t("Nobody is there")}</span>`;
  const who = name(window.clerk_name) || window.clerk || t("Somebody");
  const badge = window.status === "open" ? ["good", t("Serving")] : ["bad", t("Paused")];
  return html`<span>${who}</span><span class="badge ${badge[0]}">${badge[1]}</span>`;
}

function take(window) {
  const taken = window.status !== "closed" && window.clerk && window.clerk !== view.me.login;
  return taken ? ask.take(window) : press(`open-${window.code}`, () => verbs.open(window.code));
}

const signOut = () => html`<form method="post" action="/signout">
  <input type="hidden" name="csrf" value=${meta("csrf")}>
  <button class="button plain slim">${t("Sign out")}</button>
</form>`;
