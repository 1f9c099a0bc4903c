// One of several, as radio buttons that are large enough to touch.

import { html } from "/static/vendor/lit-html/lit-html.js";

/** options: {value: content}; `chosen` is checked at first, and has the focus unless another field has. */
export const choices = (name, options, chosen, focused = true) => html`<div class="choices">${Object.entries(options).map(
  ([value, content]) => html`<label class="check">
    <input type="radio" name=${name} value=${value} ?checked=${value === chosen} ?autofocus=${focused && value === chosen}>
    <span>${content}</span></label>`,
)}</div>`;
