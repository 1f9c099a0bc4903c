// A screen without a key shows a short code until an administrator has accepted it.

import { render } from "../vendor/lit-html/lit-html.js";
import { ApiError, get, onUnauthorised, post } from "./api.js";
import { forgetKey, keepKey, key } from "./keys.js";
import { screen } from "./pair_screen.js";

const POLL = 2000; // ms
const REST = 15_000; // ms after a refusal that asking again will not soon change

/**
 * Whether this page holds a key. If not, or as soon as the server refuses it, a pairing screen
 * covers the page; an accepted pairing reloads it. role: "kiosk", "board" or "evaluator";
 * place: the code of the kiosk, board or window that this page is for.
 */
export function paired(device) {
  onUnauthorised(() => unpair(device));
  if (key()) return true;
  cover(device);
  return false;
}

/** This page's key is not for it: ask for another. */
export function unpair(device) {
  forgetKey();
  cover(device);
}

let covered = false;

function cover(device) {
  if (covered) return;
  covered = true;
  for (const child of document.body.children) child.inert = true;
  const section = document.createElement("section");
  section.className = "pairing";
  document.body.append(section);
  const view = { ...device, state: "asking", offer: null };
  const draw = () => render(screen(view, { accept, again }), section);
  const again = () => follow(view, draw);
  const accept = () => acceptHere(view, draw);
  setInterval(draw, 1000); // the time left runs
  again();
}

/** Ask for a code, then for its fate, until there is a key or a person must decide. */
async function follow(view, draw) {
  view.state = "asking";
  while (view.state !== "refused" && view.state !== "accepted") {
    draw();
    await step(view).catch((error) => stumble(view, error));
    draw();
    const rest = view.state === "unknown" || view.state === "busy";
    await new Promise((done) => setTimeout(done, rest ? REST : POLL));
  }
}

async function step(view) {
  if (!view.offer) {
    view.offer = await post("/api/pairings", { role: view.role, place: view.place });
    view.state = "waiting";
    return;
  }
  const headers = { Authorization: `Bearer ${view.offer.secret}` };
  const answer = await get(`/api/pairings/${view.offer.id}`, { headers, retries: 0 });
  if (view.state === "unreachable") view.state = "waiting";
  if (answer.state === "waiting") return;
  view.offer = null;
  if (answer.state === "refused") view.state = "refused";
  if (answer.state !== "accepted") return;
  view.state = "accepted";
  keepKey(answer.key);
  location.reload();
}

function stumble(view, error) {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 0 || error.status >= 500) {
    view.state = "unreachable";
  } else if (view.offer) {
    view.state = "asking";
    view.offer = null; // the server no longer knows this code
  } else {
    view.state = error.status === 429 ? "busy" : "unknown";
  }
}

/** An administrator who is signed in in this very browser accepts without walking away. */
async function acceptHere(view, draw) {
  try {
    await post(`/api/pairings/${view.offer.id}/accept`, {}, { as: "person" });
  } catch {
    view.state = "forbidden";
  }
  draw();
}
