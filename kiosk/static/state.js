// One visit at a kiosk: what the citizen has chosen so far, and what the hall looks like meanwhile.

/** What a new visit begins with. `low` is the citizen's own wish beside the kiosk's set-up. */
const FRESH = {
  lang: "",
  large: false,
  low: false,
  page: 0,
  step: "services", // services | reasons | asking | done | closed | refused
  priority: null,
  service: null,
  attempt: null,
  ticket: null,
  paper: null,
  paperAt: null,
  refusal: null,
};

/** `link`: "fresh" or "stale"; `left`: seconds until the visit ends by itself, or null. */
export const state = { ...FRESH, picture: null, link: "fresh", left: null };

let drawing = () => {};

/** Draw with `draw` from now on, at every change. */
export function drawWith(draw) {
  drawing = draw;
}

/** Change the state and draw. */
export function change(values = {}) {
  Object.assign(state, values);
  drawing();
}

/** The citizen left, or begins: everything as at first. */
export function beginAnew() {
  change({ ...FRESH, left: null });
}

/** Whether somebody has begun something that they could lose. */
export function inUse() {
  return Object.keys(FRESH).some((name) => state[name] !== FRESH[name]);
}

/** The language of this visit, else the kiosk's first. */
export const language = () => state.lang || state.picture?.kiosk.languages[0] || "zh-Hans";

/** Whether all controls stand in the lower part of a tall screen. */
export const low = () =>
  (state.low || state.picture?.kiosk.low || false) && innerHeight > innerWidth;

/** All services of the kiosk, in the order of the screen. */
export const services = () => (state.picture?.groups ?? []).flatMap((group) => group.services);
