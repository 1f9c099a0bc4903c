"""What a board says of what it is told: nobody in vain, nothing twice, nothing while another speaks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browsing import AUTOPLAY, fresh_page
from tests.faces.stand import Stand
from tests.faces.test_js_sound import voices

OWN = Path(__file__).parents[2] / "board/static"
# The server and the picture are the test's; the page's own voice and its sound are real.
VOICE = """async () => {
  const { voice } = await import("/static/board/voice.js");
  window.started = [];
  window.stopped = 0;
  window.asked = [];
  window.spoken = [];
  window.answer = { mine: true, seconds: 8, wanted: false, said: [] };
  window.picture = {
    seq: 10, calls: [], broadcasts: [], board: { voice: true, volume: 100, repeats: 1 },
  };
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function () {
    started.push(Math.round(this.buffer.duration * 10) / 10);
    return start.call(this);
  };
  const stop = AudioBufferSourceNode.prototype.stop;
  AudioBufferSourceNode.prototype.stop = function () {
    stopped += 1;
    return stop.call(this);
  };
  const live = {
    sinceHeard: () => 0,
    emit: (name, said, back) => {
      asked.push(said.ready);
      if (answer && back) back(said.ready ? answer : { mine: false, wanted: false, said: [] });
      if (answer?.last) answer = null;
    },
  };
  window.board = voice(live, { shown: () => picture, changed() {}, spoken: (seq) => spoken.push(seq) });
  window.told = (seq, clip, more = {}) => board.say({
    seq, label: `A${seq}`, window: "1", at: new Date().toISOString(), voice_url: `/api/voice/${clip}`,
    ...more,
  });
  window.notice = (seq, clip, broadcast) => told(seq, clip, { label: undefined, broadcast });
}"""


@pytest.fixture
def wall(stand: Stand) -> Iterator[Page]:
    voices(stand, a=300, b=200, c=400, long=3000)
    with fresh_page(AUTOPLAY) as page:
        page.route("**/static/board/*", board_file)
        page.goto(f"{stand.url}/board/main")
        page.evaluate(VOICE)
        page.wait_for_function("asked.includes(true)")
        yield page


def board_file(route: Route) -> None:
    """The board's own scripts, which the stand has not."""
    route.fulfill(path=OWN / route.request.url.rpartition("/")[2])


def heard(page: Page, *seqs: int) -> Any:
    """The lengths of the sounds, once these calls are acknowledged as spoken and no other."""
    page.wait_for_function(f"spoken.length >= {len(seqs)}")
    assert page.evaluate("spoken") == list(seqs)
    return page.evaluate("started")


@pytest.mark.parametrize(
    "call",
    [
        "{ seq: 1, label: 'A1', status: 'serving', here: true }",
        "{ seq: 1, label: 'A1', status: 'called', here: false }",
        "{ seq: 1, label: 'A1', status: 'missed', here: false }",
        "{ seq: 7, label: 'A1', status: 'called', here: true }",
    ],
    ids=["has come", "another stands there", "missed", "called anew"],
)
def test_who_is_not_awaited_is_not_called(wall: Page, call: str) -> None:
    wall.evaluate(f"told(1, 'a'); told(2, 'b'); picture.calls = [{call}]")
    assert heard(wall, 2) == [0.2]


def test_who_is_awaited_or_no_longer_on_the_board_is_called(wall: Page) -> None:
    wall.evaluate("picture.calls = [{ seq: 1, label: 'A1', status: 'called', here: true }]")
    wall.evaluate("told(1, 'a'); told(2, 'b')")
    assert heard(wall, 1, 2) == [0.3, 0.2]


def test_a_notice_is_said_while_it_stands_on_the_boards(wall: Page) -> None:
    wall.evaluate("picture.broadcasts = [{ id: 5 }]; notice(3, 'a', 4); notice(4, 'b', 5)")
    assert heard(wall, 4) == [0.2]
    wall.evaluate("notice(11, 'c', 6)")
    assert heard(wall, 4, 11) == [0.2, 0.4], "the picture that holds it has not come yet"


def test_a_notice_is_said_once_and_a_call_as_often_as_is_set(wall: Page) -> None:
    wall.evaluate("picture.board.repeats = 2; picture.broadcasts = [{ id: 5 }]; notice(3, 'a', 5)")
    assert heard(wall, 3) == [0.3]
    wall.evaluate("told(4, 'b')")
    assert heard(wall, 3, 4) == [0.3, 0.2, 0.2]


def test_nothing_is_said_or_acknowledged_while_the_volume_is_nought(wall: Page) -> None:
    wall.evaluate("picture.board.volume = 0; told(1, 'a')")
    wall.wait_for_function("asked.at(-1) === false")
    assert wall.evaluate("[started, spoken]") == [[], []]
    wall.evaluate("picture.board.volume = 50; asked = []; told(2, 'b')")
    assert heard(wall, 1, 2) == [0.3, 0.2], "both are young enough"


def test_the_first_call_after_a_silent_time_does_not_wait_for_the_next_question(wall: Page) -> None:
    """Here there is none: only what is to be said lets it ask."""
    wall.evaluate("picture.board.volume = 0")
    wall.wait_for_function("asked.at(-1) === false")
    wall.evaluate("for (let id = 1; id < 1000; id += 1) clearInterval(id)")
    wall.evaluate("asked = []; picture.board.volume = 50; told(1, 'a')")
    assert heard(wall, 1) == [0.3]
    wall.evaluate("told(2, 'b')")
    assert heard(wall, 1, 2) == [0.3, 0.2]
    assert wall.evaluate("asked") == [True], "who can speak already does not ask at every call"


def test_what_another_screen_has_said_is_not_said_again(wall: Page) -> None:
    wall.evaluate("answer = { mine: false, seconds: 0, wanted: false, said: [] }")
    wall.evaluate("asked = []")
    wall.wait_for_function("asked.length > 0")
    wall.evaluate("told(1, 'a'); told(2, 'b')")
    wall.wait_for_timeout(300)
    assert wall.evaluate("started") == []
    wall.evaluate("answer = { mine: true, seconds: 8, wanted: false, said: [1] }")
    assert heard(wall, 2) == [0.2]


def test_it_is_silent_when_its_word_is_over_and_nobody_answers(wall: Page) -> None:
    """Its line is cut in the middle of a call: it counts from its own question."""
    wall.evaluate("told(1, 'long'); told(2, 'b')")
    wall.wait_for_function("started.length === 1")
    assert wall.evaluate("stopped") == 0
    wall.evaluate("answer = { ...answer, seconds: 0.1, last: true }")
    wall.wait_for_function("stopped === 1")
    wall.wait_for_timeout(300)
    assert wall.evaluate("[started, spoken]") == [[3], []]


def test_who_gives_way_finishes_and_begins_nothing(wall: Page) -> None:
    wall.evaluate("told(1, 'long')")
    wall.wait_for_function("started.length === 1")
    wall.evaluate("answer = { ...answer, wanted: true }; asked = []; told(2, 'b')")
    assert heard(wall, 1) == [3]
    wall.wait_for_function("asked.at(-1) === false")
    assert wall.evaluate("started") == [3]
