"""When an announcement may begin, who lets whom pass, and what is broken off: the line before the voice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browsing import AUTOPLAY, fresh_page
from tests.faces.stand import Stand
from tests.faces.test_js_sound import ANNOUNCER, told, voices

# Whether an announcement may begin is what the test says; so is whether somebody is still awaited.
PERMIT = """async () => {
  const { announcer } = await import("/static/js/sound.js");
  window.allowed = false;
  window.decoded = 0;
  const decode = BaseAudioContext.prototype.decodeAudioData;
  BaseAudioContext.prototype.decodeAudioData = function (file) {
    return decode.call(this, file).finally(() => { decoded += 1; });
  };
  window.gone = false;
  window.sound = announcer({ may: () => allowed });
  window.call = (urls, more = {}) => sound.play({
    urls, at: Date.now(), onend: (end) => told.push(end), ...more,
    over: () => Boolean(more.fleeting && gone),
  });
}"""


@pytest.fixture
def hall(stand: Stand) -> Iterator[Page]:
    """A board that may sound by itself."""
    voices(stand, a=300, b=200)
    with fresh_page(AUTOPLAY) as page:
        page.goto(f"{stand.url}/board/main")
        page.evaluate(ANNOUNCER)
        yield page


@pytest.fixture
def asks(hall: Page) -> Page:
    """A board that waits to be allowed to speak."""
    hall.evaluate(PERMIT)
    return hall


def lengths(page: Page) -> list[float]:
    return [round(each["length"], 1) for each in page.evaluate("started")]


def test_a_call_waits_until_this_screen_may_speak(asks: Page) -> None:
    asks.evaluate("call(['/api/voice/a'])")
    asks.wait_for_timeout(300)
    assert asks.evaluate("[told, started]") == [[], []]
    asks.evaluate("allowed = true")
    assert told(asks, 1) == [{"spoken": True}]


def test_a_notice_lets_every_call_pass_and_no_call_interrupts_it(stand: Stand, asks: Page) -> None:
    voices(stand, notice=400)
    asks.evaluate(
        "call(['/api/voice/notice'], { notice: true, at: Date.now() - 60_000 });"
        "call(['/api/voice/a']); call(['/api/voice/b']); allowed = true"
    )
    asks.wait_for_function("started.length === 3")
    assert lengths(asks) == [0.3, 0.2, 0.4]
    asks.evaluate("call(['/api/voice/b'])")
    assert told(asks, 4) == [{"spoken": True}] * 4
    before, after = asks.evaluate("started.slice(2)")
    assert after["at"] >= before["at"] + before["length"] - 0.01


def test_in_a_rush_calls_are_said_briefly(stand: Stand, asks: Page) -> None:
    """While two wait behind one it is brief; with the last two there is time for the whole again."""
    voices(stand, short=100)
    asks.evaluate("call(['/api/voice/b'])")
    for _ in range(4):
        asks.evaluate("call(['/api/voice/a'], { brief: '/api/voice/short', times: 2 })")
    asks.wait_for_function("decoded === 9")
    asks.evaluate("allowed = true")
    assert told(asks, 5) == [{"spoken": True}] * 5
    assert lengths(asks) == [0.2, 0.1, 0.1, 0.3, 0.3, 0.3]


def test_notices_and_who_is_no_longer_awaited_make_no_rush(stand: Stand, asks: Page) -> None:
    voices(stand, short=100, notice=400)
    more = "{ brief: '/api/voice/short' }"
    asks.evaluate(f"call(['/api/voice/b'], {more}); call(['/api/voice/a'], {more})")
    asks.evaluate("call(['/api/voice/b'], { fleeting: true })")
    for _ in range(2):
        asks.evaluate("call(['/api/voice/notice'], { notice: true })")
    asks.wait_for_function("decoded === 6")
    asks.evaluate("gone = true; allowed = true")
    assert told(asks, 5)[2:3] == [{"spoken": False, "why": "over"}]
    assert lengths(asks) == [0.2, 0.3, 0.4, 0.4]


def test_a_brief_clip_that_does_not_come_leaves_the_whole(stand: Stand, asks: Page) -> None:
    asks.evaluate("call(['/api/voice/b'])")
    for _ in range(3):
        asks.evaluate("call(['/api/voice/a'], { brief: '/api/voice/none' })")
    asks.wait_for_function("decoded === 4")
    asks.evaluate("allowed = true")
    assert told(asks, 4) == [{"spoken": True}] * 4
    assert lengths(asks) == [0.2, 0.3, 0.3, 0.3]


def test_a_notice_that_found_no_moment_for_five_minutes_is_let_go(asks: Page) -> None:
    asks.evaluate("call(['/api/voice/a'], { notice: true, at: Date.now() - 301_000 })")
    assert told(asks, 1) == [{"spoken": False, "why": "old"}]


def test_nobody_is_called_who_has_come_meanwhile(asks: Page) -> None:
    asks.evaluate("call(['/api/voice/a'], { fleeting: true }); call(['/api/voice/b'])")
    asks.evaluate("gone = true; allowed = true")
    assert told(asks, 2) == [{"spoken": False, "why": "over"}, {"spoken": True}]
    assert lengths(asks) == [0.2]


def test_who_may_no_longer_speak_is_silent_at_once_and_lets_go(stand: Stand, asks: Page) -> None:
    voices(stand, long=5000)
    asks.evaluate("allowed = true; call(['/api/voice/long'])")
    asks.wait_for_function("started.length === 1")
    asks.evaluate("allowed = false; sound.hush()")
    assert told(asks, 1) == [{"spoken": False, "why": "cut"}]
    asks.evaluate("allowed = true; call(['/api/voice/b'])")
    assert told(asks, 2)[1] == {"spoken": True}


def test_a_sound_that_stood_still_is_said_again_and_never_beside_the_next(
    stand: Stand, hall: Page
) -> None:
    """The computer's sound goes away in the middle of a call, and comes back later."""
    hall.evaluate("call(['/api/voice/a']); call(['/api/voice/b'])")
    hall.wait_for_function("started.length === 1")
    hall.evaluate("audio.suspend(); audio.resume = () => Promise.resolve()")
    hall.wait_for_timeout(3600)
    hall.evaluate("delete audio.resume; audio.resume()")
    assert told(hall, 2) == [{"spoken": True}, {"spoken": True}]
    assert lengths(hall) == [0.3, 0.3, 0.2]
    starts = hall.evaluate("started")
    assert starts[2]["at"] >= starts[1]["at"] + 0.29


def test_a_call_whose_sound_does_not_come_lets_others_pass(stand: Stand, hall: Page) -> None:
    for _ in range(3):
        stand.answers("GET /api/voice/away", {"code": "busy"}, 503)
    voices(stand, away=100)
    hall.evaluate("call(['/api/voice/away']); call(['/api/voice/b'])")
    assert told(hall, 2) == [{"spoken": True}] * 2
    assert lengths(hall) == [0.2, 0.1]


def test_an_announcement_that_breaks_silences_nobody_after_it(hall: Page) -> None:
    hall.evaluate("loudness = NaN; call(['/api/voice/a'])")
    assert told(hall, 1) == [{"spoken": False, "why": "failed"}]
    hall.evaluate("loudness = 1; call(['/api/voice/b'])")
    assert told(hall, 2)[1] == {"spoken": True}
