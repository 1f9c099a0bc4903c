// Pausing a service or the hall: why is asked, and what it means is said before.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { WHY_PAUSED } from "/static/js/pauses.js";
import { choices } from "./floor_choices.js";
import { act, ask, send } from "./floor_view.js";
import { name, t, word } from "./floor_words.js";

/** Ask why a service, {code, name}, pauses; null is the hall. */
export const askPause = (service) => ask({ kind: "pausing", service });

/** The question's content. */
export function pausing({ service }) {
  const place = service ? name(service.name) : t("The whole hall");
  const whys = Object.fromEntries(Object.entries(WHY_PAUSED).map(([code, text]) => [code, t(text, {}, "beside")]));
  return {
    title: t("Pause for a while", {}, "beside"),
    body: html`<p class="what">${place}</p>
      <p>${t("No numbers are given and nobody is called. Everybody who waits keeps their place.")}</p>
      <fieldset><legend>${t("Shown on every screen", {}, "beside")}</legend>
        ${choices("reason", whys, "system")}</fieldset>`,
    yes: t("Pause"),
    work: async (form) => {
      await send("/api/pauses", { reason: form.get("reason"), ...(service ? { service: service.code } : {}) });
      return service ? word("{service} pauses.", { service: service.name["zh-Hans"] }) : word("The hall pauses.");
    },
  };
}

/** Let a service go on; null is the hall. */
export const resume = (code) => act(async () => {
  await send("/api/pauses/end", code ? { service: code } : {});
  return word("It goes on.");
});
