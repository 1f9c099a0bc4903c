// What the server pushes. Pictures are whole, so a page that missed some only needs the newest.

import { io } from "../vendor/socket.io/socket.io.esm.min.js";
import { onUnauthorised } from "./api.js";
import { heardAt } from "./clock.js";
import { oneAtATime } from "./coalesce.js";
import { key, meta } from "./keys.js";

const STALE_AFTER = 12_000; // ms; the server sends a beat every 5 s, so two have failed to come

/**
 * Listen to the server until `close()`.
 * - refresh(): fetch what this page shows and draw it; may return {seq}. Called at every
 *   (re)connection, when the server says that there is something to fetch, and when a beat tells of
 *   a picture that never came.
 * - picture({seq, …}): the whole picture of a board or kiosk. Left out: refresh is called instead.
 * - concerns(address): whether a page that sees several windows shows the one to be fetched.
 * - moment({seq, kind, label, window, at, say, voice_url}): a call, told once.
 * - state(name): "fresh" or "stale", at every change.
 */
export function listen({ refresh, concerns, picture, moment, state = () => {} }) {
  let lastHeard = performance.now();
  let current = "fresh";
  let seen = -1;
  let again;
  const update = oneAtATime(refresh, (fetched) => note(fetched?.seq));
  // The server's word of welcome comes in the same instant as the connection: one fetch for both.
  let planned = false;
  const updateSoon = () => {
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      update();
    });
  };
  const note = (seq) => (seen = Math.max(seen, seq ?? -1));
  const socket = io({
    auth: (give) => give({ key: key(), build: meta("build") }),
    transports: ["websocket"],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    randomizationFactor: 0.5,
    timeout: 5000,
  });

  const judge = () => {
    const found = performance.now() - lastHeard > STALE_AFTER ? "stale" : "fresh";
    if (found === current) return;
    state((current = found));
    // A cut cable closes nothing; hang up, so that the client dials again.
    if (found === "stale" && socket.connected) socket.io.engine.close();
  };
  const heard = () => {
    lastHeard = performance.now();
    judge();
  };
  const missed = (seq) => {
    if (seq <= seen) return; // its picture was only being drawn
    note(seq);
    update();
  };
  const retry = () => {
    clearTimeout(again);
    again = setTimeout(() => socket.connect(), 2000 + Math.random() * 3000);
  };

  socket.onAny(heard);
  socket.on("connect", () => {
    seen = -1;
    heard();
    updateSoon();
  });
  socket.on("connect_error", () => {
    if (socket.active) return; // the client tries again by itself
    retry();
    update(); // refused: the answer to a plain GET says why, and a 401 ends this
  });
  socket.on("disconnect", (reason) => reason === "io server disconnect" && retry());
  socket.on("picture", (message) => {
    if (message.seq < seen) return;
    if (message.fetch && concerns && !concerns(message.fetch)) return;
    note(message.seq);
    if (picture && !message.fetch) picture(message);
    else updateSoon();
  });
  socket.on("moment", (message) => moment?.(message));
  socket.on("beat", ({ seq, at }) => {
    heardAt(at);
    if (seen < 0) note(seq);
    if (seq > seen) setTimeout(missed, 500 + Math.random() * 1000, seq);
  });
  // Spread out, or every screen of the hall asks for every file in the same instant.
  socket.on("reload", () => setTimeout(() => location.reload(), Math.random() * 3000));
  const watch = setInterval(judge, 1000);
  const close = () => {
    clearInterval(watch);
    clearTimeout(again);
    socket.disconnect();
  };
  onUnauthorised(close);

  return {
    state: () => current,
    sinceHeard: () => (performance.now() - lastHeard) / 1000,
    refresh: update,
    emit: (...said) => socket.emit(...said),
    close,
  };
}
