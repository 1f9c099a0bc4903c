// Five faces of one size, drawn by us: a ring, two eyes, a mouth. The words beside them say the same.

import { html, svg } from "/static/vendor/lit-html/lit-html.js";

const DOTS = svg`<path class="eyes" d="M43 50v9M77 50v9"/>`;
const SMILING = svg`<path d="M36 57q7 -10 14 0M70 57q7 -10 14 0"/>`;
const WORRIED = svg`<path class="eyes" d="M44 55v8M76 55v8"/><path d="M34 48l14 -8M86 48l-14 -8"/>`;

const FACES = {
  5: svg`${SMILING}<path d="M34 71q26 32 52 0"/>`,
  4: svg`${DOTS}<path d="M38 75q22 18 44 0"/>`,
  3: svg`${DOTS}<path d="M40 81h40"/>`,
  2: svg`${DOTS}<path d="M40 86q20 -16 40 0"/>`,
  1: svg`${WORRIED}<path d="M37 90q23 -26 46 0"/>`,
};

/** The face of a grade, 5 to 1. */
export const face = (score) => html`<svg class="face face-${score}" viewBox="0 0 120 120" aria-hidden="true">
  <circle cx="60" cy="60" r="54"/>${FACES[score]}</svg>`;
