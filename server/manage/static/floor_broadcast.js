// A line for all boards: what it says, and for how long.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { choices } from "./floor_choices.js";
import { act, ask, send } from "./floor_view.js";
import { t, word } from "./floor_words.js";

const LONGEST = { zh: 40, en: 90 }; // characters that a board can show large enough

/** Ask what the boards shall say. */
export const askBroadcast = () => ask({ kind: "broadcast", missing: false });

/** The question's content. */
export function broadcast(asked) {
  return {
    title: t("A line for all boards", {}, "beside"),
    body: html`${field("zh", t("In Chinese", {}, "beside"), asked.missing)}
      ${field("en", t("In English (may stay empty)", {}, "beside"), false)}
      <fieldset><legend>${t("For how long", {}, "beside")}</legend>${choices("minutes", {
        5: t("5 minutes", {}, "beside"), 15: t("15 minutes", {}, "beside"), 60: t("60 minutes", {}, "beside"),
        "": t("Until it is ended", {}, "beside"),
      }, "15", false)}</fieldset>`,
    yes: t("Show it on the boards"),
    work: (form) => start(asked, form),
  };
}

const field = (id, label, missing) => html`<div class="field">
  <label for=${id}>${label}</label>
  <input class="input" id=${id} name=${id} maxlength=${LONGEST[id]} autocomplete="off" lang=${id}
    ?autofocus=${id === "zh"} aria-invalid=${missing} aria-describedby="${id}-told">
  <p id="${id}-told" class=${missing ? "error" : "hint"}>${missing
    ? t("Write what the boards shall say.") : word("At most {n} characters", { n: LONGEST[id] })}</p>
</div>`;

async function start(asked, form) {
  const [zh, en] = ["zh", "en"].map((lang) => form.get(lang).trim());
  asked.missing = !zh;
  if (!zh) return document.getElementById("zh").focus();
  const minutes = Number(form.get("minutes")) || null;
  await send("/api/broadcasts", { zh, en, minutes });
  return word("The boards show it.");
}

/** Take a line off the boards. */
export const end = (id) => act(async () => {
  await send(`/api/broadcasts/${id}/end`);
  return word("The boards no longer show it.");
});
