// Which services a window takes: ticked, sent, and asked once more when somebody would be left waiting.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { ask, send, view } from "./floor_view.js";
import { name, t, word } from "./floor_words.js";

const windowOf = (code) => view.picture.windows.find((each) => each.code === code);
const zh = (names) => names["zh-Hans"] ?? names.en;

/** Ask what a window of the picture shall take. */
export const askServices = ({ code, services, mark }) => ask({
  kind: "services", code, seen: mark, had: new Set(services.map((each) => each.code)), stranded: [], theirs: null,
});

/** The question's content. */
export function services(asked) {
  const window = windowOf(asked.code);
  return {
    title: name(window?.name ?? {}, "beside"),
    body: html`<fieldset><legend>${t("Takes these services from now on", {}, "beside")}</legend>
        <div class="choices">${view.picture.queues.map((queue, at) => box(queue, asked.had, at === 0))}</div></fieldset>
      ${asked.theirs ? overtaken(asked.theirs) : ""} ${asked.stranded.length ? stranding(asked.stranded) : ""}`,
    yes: t(asked.stranded.length ? "Change it all the same" : "Change"),
    work: (form) => change(asked, form.getAll("services")),
  };
}

const box = (queue, had, first) => html`<label class="check">
  <input type="checkbox" name="services" value=${queue.code} ?checked=${had.has(queue.code)} ?autofocus=${first}>
  <span>${name(queue.name)}<small class="soft">${word("{n} waiting, {windows} open",
    { n: queue.waiting, windows: queue.windows_open })}</small></span></label>`;

const overtaken = (theirs) => html`<div class="notice warning" role="alert">
  ${t("Somebody else has just changed it. Now it takes:")}
  <p><strong>${theirs.services.map((code) => zh(view.picture.queues.find((one) => one.code === code)?.name ?? {})).join("、")}</strong></p>
  ${t("Press again to put yours in its place.")}</div>`;

const stranding = (sentences) => html`<div class="notice warning" role="alert">
  ${t("Nobody would call these people any more:")}
  <ul>${sentences.map((each) => html`<li>${name(each)}</li>`)}</ul></div>`;

async function change(asked, chosen) {
  if (!chosen.length) {
    asked.error = word("Tick at least one service.");
    return "";
  }
  const body = { services: chosen, seen: asked.seen, sure: asked.sure ?? "" };
  try {
    await send(`/api/windows/${asked.code}/services`, body);
  } catch (error) {
    const { theirs, stranded, sure } = error.problem ?? {};
    if (!theirs && !stranded) throw error;
    if (theirs) Object.assign(asked, { theirs, seen: theirs.mark, stranded: [] });
    else Object.assign(asked, { stranded, sure, theirs: null });
    return "";
  }
  return word("{window} takes other services now.", { window: zh(windowOf(asked.code).name) });
}
