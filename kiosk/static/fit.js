// What does not fit on one screen goes to pages: nobody has to know how to scroll.

import { change, state } from "./state.js";

let rows = Infinity; // of services that fit on a page
let about = ""; // what that was measured for

/** Columns of services: fewer on small screens, one in a list. */
export function columns() {
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
  if (innerWidth <= innerHeight) return state.picture.kiosk.layout === "list" ? 1 : 2;
  return innerWidth / size >= 76 ? 4 : 3;
}

/** Pages of at most `rows` rows: [[{group, rows: [[service]]}]]; a group that goes on keeps its heading. */
export function pages(groups) {
  const made = [[]];
  let room = rows;
  for (const group of groups) {
    for (let at = 0; at < group.services.length; at += columns()) {
      if (room === 0) {
        made.push([]);
        room = rows;
      }
      const row = group.services.slice(at, at + columns());
      const last = made.at(-1).at(-1);
      if (last?.group === group) last.rows.push(row);
      else made.at(-1).push({ group, rows: [row] });
      room -= 1;
    }
  }
  return made;
}

/** After a drawing: when a page runs over, make pages of fewer rows and draw again. */
export function refit(root) {
  const list = root.querySelector(".services");
  if (!list) return;
  const all = state.picture?.groups ?? [];
  const names = all.flatMap((group) => group.services.map((service) => service.code)).join();
  const warned = Boolean(state.priority) + 2 * Boolean(root.querySelector(".banner"));
  const now = [innerWidth, innerHeight, document.documentElement.dataset.shape, state.large,
    state.lang, names, warned, columns()].join("|");
  if (now !== about) {
    about = now;
    if (rows !== Infinity) {
      rows = Infinity;
      return change();
    }
  }
  if (list.scrollHeight <= list.clientHeight + 1 || rows === 1) return;
  const count = all.reduce((sum, group) => sum + Math.ceil(group.services.length / columns()), 0);
  rows = Math.max(1, Math.min(rows, count) - 1);
  change({ page: Math.min(state.page, pages(all).length - 1) });
}
