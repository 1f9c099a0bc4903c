// A board: draws the newest picture, and each call in the instant it is told.

import { render } from "../vendor/lit-html/lit-html.js";
import { get } from "../js/api.js";
import { everySecond } from "../js/clock.js";
import { forgetKey } from "../js/keys.js";
import { listen } from "../js/live.js";
import { paired } from "../js/pair.js";
import { acknowledger } from "./acks.js";
import { hallBoard } from "./hall_board.js";
import { keeper } from "./keeper.js";
import { connecting } from "./parts.js";
import { sign } from "./sign.js";
import { voice } from "./voice.js";

const FRESH_FOR = 60_000; // ms; hours and estimates change with the clock, without any event
const face = document.getElementById("face");
const { code } = face.dataset;

function start() {
  const kept = keeper();
  const view = { arriving: 0, state: "fresh", silent: () => live.sinceHeard(), sound: null };
  let again;
  let acks;

  const draw = () => {
    const shown = kept.shown();
    render(shown ? faceOf(shown)(shown, view) : connecting(view), face);
    acks?.painted();
  };
  const take = (picture) => {
    kept.take(picture);
    clearTimeout(again);
    again = setTimeout(live.refresh, FRESH_FOR * (1 + Math.random() / 4));
    const { dataset } = document.documentElement;
    dataset.zone = picture.hall.timezone;
    dataset.kind = picture.board.kind;
    dataset.languages = picture.board.languages.join(" ");
    document.documentElement.lang = picture.board.languages[0];
    view.sound ??= picture.board.voice
      ? voice(live, { shown: kept.shown, changed: draw, spoken: acks.spoken }) : null;
    draw();
  };
  const fetchPicture = async () => {
    const pushes = kept.count();
    const picture = await get(`/api/boards/${encodeURIComponent(code)}`).catch(refused);
    const overtaken = kept.count() > pushes && picture.seq < kept.shown().seq;
    if (!overtaken) take(picture);
    return picture;
  };

  const live = listen({
    refresh: fetchPicture,
    // A key that is bound to no board is told another board's picture.
    picture: (picture) => (picture.board.code === code ? take(picture) : live.refresh()),
    moment: (moment) => {
      if (kept.tell(moment)) {
        view.arriving = moment.seq;
        draw();
      }
      view.sound?.say(moment);
    },
    state: (state) => {
      view.state = state;
      draw();
    },
  });
  acks = acknowledger(live, face);
  everySecond(draw);
}

const faceOf = ({ board }) => (board.kind === "window" ? sign : hallBoard);

/** No such board, or another board's key: a person must pair this screen anew. A proxy's page says neither. */
function refused(error) {
  if ([403, 404].includes(error.status) && !error.code.startsWith("http_")) {
    forgetKey();
    location.reload();
  }
  throw error;
}

if (paired({ role: "board", place: code })) start();
