// A line for all boards: what it says, whether it is heard too, when, and for how long.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { now, time } from "/static/js/clock.js";
import { choices } from "./floor_choices.js";
import { act, ask, send, view } from "./floor_view.js";
import { t, word } from "./floor_words.js";

const LONGEST = { zh: 40, en: 90 }; // characters that a board can show large enough
const BEFORE_CLOSING = [30, 15, 5]; // minutes
const AT = "at"; // the choice of a time that is typed
const MINUTE = 60_000;

/** Ask what the boards shall say. */
export const askBroadcast = () => ask({ kind: "broadcast", missing: "" });

/** The question's content. */
export function broadcast(asked) {
  return {
    title: t("A line for all boards", {}, "beside"),
    body: html`${what()}
      <div class="own">
        ${field("zh", t("In Chinese", {}, "beside"), asked.missing === "zh")}
        ${field("en", t("In English (may stay empty)", {}, "beside"), false)}
        <label class="check"><input type="checkbox" name="spoken" id="spoken">
          <span>${t("Read it out too, by a robotic voice", {}, "beside")}</span></label>
      </div>
      ${when(asked)}
      <fieldset><legend>${t("For how long", {}, "beside")}</legend>${choices("minutes", {
        5: t("5 minutes", {}, "beside"), 15: t("15 minutes", {}, "beside"), 60: t("60 minutes", {}, "beside"),
        "": t("Until it is ended", {}, "beside"),
      }, "15", false)}</fieldset>`,
    yes: t("Show it on the boards"),
    work: (form) => start(asked, form),
  };
}

const what = () => html`<div class="field">
  <label for="notice">${t("What is said", {}, "beside")}</label>
  <select class="input" id="notice" name="notice" lang="zh-Hans" aria-describedby="notice-told">
    <option value="">${word("Own words")}</option>
    ${view.picture.prepared.map(({ code, text }) => html`<option value=${code}>${text["zh-Hans"]}</option>`)}
  </select>
  <p class="hint" id="notice-told">${t("A prepared notice is shown, and said once behind the calls that wait.")}</p>
</div>`;

const field = (id, label, missing) => html`<div class="field">
  <label for=${id}>${label}</label>
  <input class="input" id=${id} name=${id} maxlength=${LONGEST[id]} autocomplete="off" lang=${id}
    ?autofocus=${id === "zh"} aria-invalid=${missing} aria-describedby="${id}-told">
  <p id="${id}-told" class=${missing ? "error" : "hint"}>${missing
    ? t("Write what the boards shall say.") : word("At most {n} characters", { n: LONGEST[id] })}</p>
</div>`;

function when(asked) {
  const missing = asked.missing === "clock";
  const options = { "": t("Now", {}, "beside"), ...beforeClosing(), [AT]: t("At a time", {}, "beside") };
  return html`<fieldset class="when"><legend>${t("When", {}, "beside")}</legend>
    ${choices("when", options, "", false)}
    <div class="field clock">
      <input class="input" type="time" id="clock" name="clock" aria-label="时间 Time"
        aria-invalid=${missing} aria-describedby=${missing ? "clock-told" : ""}>
      ${missing ? html`<p class="error" id="clock-told">${t("Write a time.")}</p>` : ""}
    </div>
  </fieldset>`;
}

/** What is still to come of today: {"16:30": content}. */
function beforeClosing() {
  const closes = new Date(view.picture.closes_at ?? 0).getTime();
  const ahead = BEFORE_CLOSING.filter((minutes) => closes - minutes * MINUTE > now() + MINUTE);
  return Object.fromEntries(ahead.map((minutes) => {
    const at = time(closes - minutes * MINUTE);
    return [at, t("{minutes} min before closing, {at}", { minutes, at })];
  }));
}

async function start(asked, form) {
  const [zh, en] = ["zh", "en"].map((lang) => form.get(lang).trim());
  const notice = form.get("notice");
  const spoken = Boolean(notice || form.get("spoken"));
  const chosen = spoken ? form.get("when") : "";
  const at = chosen === AT ? form.get("clock") : chosen;
  asked.missing = "";
  if (!notice && !zh) asked.missing = "zh";
  else if (chosen && !at) asked.missing = "clock";
  if (asked.missing) return document.getElementById(asked.missing).focus();
  const minutes = Number(form.get("minutes")) || null;
  await send("/api/broadcasts", {
    ...(notice ? { notice } : { zh, en }), minutes, spoken, ...(at ? { at } : {}),
  });
  if (at) return word("The boards show and say it at {at}.", { at });
  return word(spoken ? "The boards show and say it." : "The boards show it.");
}

/** Take a line off the boards. */
export const end = (id) => act(async () => {
  await send(`/api/broadcasts/${id}/end`);
  return word("The boards no longer show it.");
});
