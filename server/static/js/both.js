// Two languages on one screen: the first leads, the second stands smaller below or beside it.

import { html } from "../vendor/lit-html/lit-html.js";
import { other, say } from "./words.js";

/** A message in `lang` and, smaller, in the other language. shape: "" (below) or "beside". */
export function both(lang, message, values, shape = "") {
  return twice(lang, say(lang, message, values), say(other(lang), message, values), shape);
}

/** The same for two texts that are at hand already. */
export function twice(lang, first, second, shape = "") {
  const smaller = second && second !== first;
  return html`<span class="both ${shape}"><span lang=${lang}>${first}</span>${
    smaller ? html`<span lang=${other(lang)}>${second}</span>` : ""
  }</span>`;
}
