// The clerk's photo, fetched with the page's key; without one, the first letter of the name.

import { html } from "/static/vendor/lit-html/lit-html.js";
import { identity } from "/static/js/keys.js";
import { named } from "/static/js/words.js";

const AGAIN = 60_000; // ms before a photo that could not be had is asked for anew
const known = new Map(); // file name -> {address, until}
let draw = () => {};

/** Have `drawer` called when a photo has come. */
export const onPortrait = (drawer) => (draw = drawer);

/** A clerk's portrait, or that of the window when nobody is known to be there. */
export function portrait(clerk, window) {
  const address = clerk?.photo ? addressOf(clerk.photo) : "";
  if (address) return html`<img class="portrait" src=${address} alt="">`;
  const letter = clerk ? [...named(clerk.name, "zh-Hans")][0] : window.code;
  return html`<span class="portrait monogram" aria-hidden="true">${letter}</span>`;
}

function addressOf(file) {
  const found = known.get(file);
  if (found && (found.address || performance.now() < found.until)) return found.address;
  known.set(file, { address: "", until: performance.now() + AGAIN });
  fetched(file);
  return "";
}

async function fetched(file) {
  try {
    const answer = await fetch(`/api/photos/${file}`, { headers: identity(), credentials: "omit" });
    if (!answer.ok) return;
    known.set(file, { address: URL.createObjectURL(await answer.blob()) });
    draw();
  } catch {
    known.set(file, { address: "", until: performance.now() + AGAIN });
  }
}
