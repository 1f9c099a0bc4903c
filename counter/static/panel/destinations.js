// Where a ticket can go: another queue, or one window.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { STATES, name, t } from "./text.js";

/** Radio buttons for services and windows; the value is "service|CODE" or "window|CODE". */
export const destinations = ({ elsewhere }, asked) => html`<div class="to">
  <fieldset><legend>${t("To a service")}</legend>
    ${elsewhere.services.map((each, at) =>
      choice("service", each, at === 0, each.code === asked.service ? t("back to its queue") : ""),
    )}</fieldset>
  <fieldset><legend>${t("To one window")}</legend>
    ${elsewhere.windows.map((each) => choice("window", each, false, whoIsThere(each)))}</fieldset>
</div>`;

const choice = (kind, each, first, hint) => html`<label class="check">
  <input type="radio" name="to" value="${kind}|${each.code}" ?autofocus=${first}>
  <span>${name(each.name)} <span class="soft">${hint}</span></span>
</label>`;

const whoIsThere = (window) =>
  [window.status === "closed" ? "" : name(window.clerk_name), t(STATES[window.status])].filter(Boolean).join(" · ");
